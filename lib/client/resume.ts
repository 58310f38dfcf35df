import { safeNext } from '@/lib/http/next-path.ts'
import { refreshOnce } from './refresh.ts'
import { readStored, writeStored } from './storage.ts'
import { isKnownToBeOut } from './times.ts'

const LAST = 'login-resumed-at'
/** Milliseconds. A page that sends somebody back here sooner did not accept what was renewed: no second try by itself. */
const CIRCLE = 3_000

/**
 * Renews once and goes on to `next`, or to the login page. `offline`: nothing was heard; `circle`: the page asked again at once.
 * In both cases the caller offers another try, which is `asked` for.
 */
export async function resume(next: string, asked: boolean): Promise<'leaving' | 'offline' | 'circle'> {
  const target = safeNext(next, location.origin)
  if (isKnownToBeOut()) {
    location.replace(`/login?${new URLSearchParams({ next: target })}`)
    return 'leaving'
  }
  if (!asked && Date.now() - Number(readStored('sessionStorage', LAST)) < CIRCLE) return 'circle'
  writeStored('sessionStorage', LAST, String(Date.now()))
  const renewal = await refreshOnce()
  if (renewal.kind === 'offline') return 'offline'
  const failed = renewal.kind === 'gone' && new URLSearchParams({ error: renewal.code, next: target })
  location.replace(failed ? `/login?${failed}` : target)
  return 'leaving'
}
