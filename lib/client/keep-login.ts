import { authFetch, renewIfOver } from './auth-fetch.ts'
import { serverNow } from './clock.ts'
import { isCurtainDrawn, leaveAll } from './curtain.ts'
import { onEvent, readStream, syncByHello } from './events.ts'
import { isActing } from './leaving.ts'
import { withAuthLock, withEventsLock } from './lock.ts'
import { refreshOnce } from './refresh.ts'
import { onTabs } from './tabs.ts'
import { learnTimes, readTimes, renewalMargin, timesOf } from './times.ts'
import type { Ending } from './words.ts'

/** Milliseconds: the least between two renewals or two streams, and the most that a failing one is waited for. */
const SHORTEST_WAIT = 1000
const LONGEST_WAIT = 30_000
/** Milliseconds that a message of another tab, sent before it gave the lock back, may take. */
const TOLD_WITHIN = 100
/** Milliseconds that a timer can hold. */
const MAX_TIMER = 2 ** 31 - 1

/** Renews this browser's login before its access token ends. Returns what stops it. */
export function keepRenewed({ renewable }: { renewable: boolean }): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let stopped = false

  const again = (milliseconds: number) => {
    clearTimeout(timer)
    timer = setTimeout(check, Math.min(MAX_TIMER, Math.max(SHORTEST_WAIT, milliseconds)))
  }

  function check(): void {
    clearTimeout(timer)
    const times = readTimes()
    if (stopped || isCurtainDrawn() || !times) return
    const renews = renewable && times.refreshExpiresAt !== null
    const wait = times.accessExpiresAt - (renews ? renewalMargin(times) : 0) - serverNow()
    if (wait > 0) again(wait * 1000)
    else if (renews) void renew()
    else leaveAll('ran_out')
  }

  async function renew(): Promise<void> {
    const renewal = await refreshOnce()
    if (stopped || isCurtainDrawn()) return
    if (renewal.kind === 'gone') return leaveAll(renewal.code)
    failures = renewal.kind === 'offline' ? failures + 1 : 0
    // A hidden tab waits until somebody looks at it again.
    if (failures === 0) again(0)
    else if (document.visibilityState === 'visible') again(Math.min(LONGEST_WAIT, 1000 * 2 ** failures))
  }

  const onVisible = () => document.visibilityState === 'visible' && check()
  const stopTabs = onTabs(({ type }) => type === 'renewed' && again(0))
  const stopEvents = onEvent((event) => {
    // A stream that opened while this tab was logging out speaks of a login that is over.
    if (event.name !== 'hello' || isActing()) return
    syncByHello(event)
    learnTimes(timesOf(event.data.session, event.data.now))
    again(0)
  })
  document.addEventListener('visibilitychange', onVisible)
  window.addEventListener('online', check)
  check()
  return () => {
    stopped = true
    clearTimeout(timer)
    stopTabs()
    stopEvents()
    document.removeEventListener('visibilitychange', onVisible)
    window.removeEventListener('online', check)
  }
}

/** The tab that gets the lock reads the stream for all of them, until the login ends or `signal` is aborted. */
export function followEvents(signal: AbortSignal): Promise<void> {
  return withEventsLock(signal, async () => {
    for (let failures = 0; !signal.aborted; ) {
      const end = await readStream(signal)
      if (end === 'stopped' || isCurtainDrawn()) return
      if (end === 'refused') await authFetch('/api/me').catch(() => null)
      else if (end.why === 'session_ended') await heed(end.reason ?? 'unknown', signal)
      else if (end.why === 'token_expired') await renewIfOver()
      if (isCurtainDrawn()) return
      failures = end === 'refused' ? failures + 1 : 0
      if (end === 'refused' || end.why !== 'token_expired')
        await pause(Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** failures), signal)
    }
  })
}

/** The session of the stream has ended. Where a tab of this browser may be going on in a new one, its word is waited for. */
async function heed(reason: Ending, signal: AbortSignal): Promise<void> {
  // A stream whose token is denied cannot always say the reason.
  if (isActing() || reason === 'password_changed' || reason === 'unknown') {
    await withAuthLock(async () => {})
    await pause(TOLD_WITHIN, signal)
  }
  if (!isActing() && !isCurtainDrawn()) leaveAll(reason)
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
