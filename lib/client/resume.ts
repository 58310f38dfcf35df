import { safeNext } from '@/lib/http/next-path.ts'
import { refreshOnce } from './refresh.ts'
import { isKnownToBeOut } from './times.ts'

/** Renews once and goes on to `next`, or to the login page. `offline`: nothing was heard, the caller offers another try. */
export async function resume(next: string): Promise<'leaving' | 'offline'> {
  const target = safeNext(next, location.origin)
  if (isKnownToBeOut()) {
    location.replace(`/login?${new URLSearchParams({ next: target })}`)
    return 'leaving'
  }
  const renewal = await refreshOnce()
  if (renewal.kind === 'offline') return 'offline'
  const failed = renewal.kind === 'gone' && new URLSearchParams({ error: renewal.code, next: target })
  location.replace(failed ? `/login?${failed}` : target)
  return 'leaving'
}
