/**
 * One refresh, login or logout at a time in this browser: no late Set-Cookie of a refresh overwrites a new login. Browsers have
 * no locks on an insecure origin; there the server alone tells a retry from a theft (ROTATION_LEEWAY).
 */
export async function withAuthLock<Result>(work: () => Promise<Result>): Promise<Result> {
  if (!('locks' in navigator)) return work()
  let begun = false
  const begin = () => {
    begun = true
    return work()
  }
  try {
    return await navigator.locks.request('auth', begin)
  } catch (error) {
    // A browser that blocks all cookies refuses locks too; what it was asked to do is told by the answer of the server.
    if (begun) throw error
    return work()
  }
}

/** Held by the one tab that reads the event stream, as long as `work` runs. Does nothing once `signal` is aborted. */
export async function withEventsLock(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work()
  try {
    await navigator.locks.request('events', { signal }, work)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
