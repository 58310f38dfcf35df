import { useEffect, useRef } from 'react'
import type { Lab } from '@/lib/client/lab/use-lab.ts'
import { isLoggedIn, newestOf, ownSession } from '@/lib/lab/run/held.ts'
import { renews } from '@/lib/lab/run/lives.ts'

/** Of an access token's life: renewed well before its end, and seldom enough to be seen. */
const RENEW_AT = 0.7
/** Milliseconds until a renewal that got no answer is tried again. */
const RETRY = 1000

/** What a real client does by itself while its owner is logged in: it renews, whether or not anybody looks. */
export function useRenewal(lab: Lab): void {
  const { phase, view, run } = lab
  const { renew } = lab
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  const id = view?.id
  const life = view && renews(view.settings) ? view.settings.access * 1000 : null
  // After a logout of the others, or a new password, this browser is still in.
  const isIn = run.state !== null && run.state.phase === 'live' && isLoggedIn(run.state)
  useEffect(() => {
    if (!id || life === null || !isIn || (phase !== 'live' && phase !== 'logged_out')) return
    let timer: ReturnType<typeof setTimeout>
    const later = (milliseconds: number) => {
      timer = setTimeout(async () => {
        later((await renew()) === null ? RETRY : life * RENEW_AT)
      }, milliseconds)
    }
    const { state, t } = latest.current
    const held = state && newestOf(state, ownSession(state))[0]
    later(held ? Math.max(0, held.issuedAt + life * RENEW_AT - t()) : life * RENEW_AT)
    return () => clearTimeout(timer)
  }, [id, life, isIn, phase, renew])
}

/** The page clicks for a reader who asked it to. */
export function useClick(lab: Lab): void {
  const { phase, view, run, logOut } = lab
  const at = view?.settings.logoutAt ?? null
  const { t } = run
  useEffect(() => {
    if (phase !== 'live' || at === null) return
    const timer = setTimeout(() => void logOut(), Math.max(0, at * 1000 - t()))
    return () => clearTimeout(timer)
  }, [phase, at, t, logOut])
}
