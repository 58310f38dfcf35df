/** Milliseconds that the server's clock is ahead of ours, and how far off that may be. */
interface Estimate {
  offset: number
  uncertainty: number
}

let estimate: Estimate = { offset: 0, uncertainty: Number.POSITIVE_INFINITY }

/** The midpoint rule: the server said `now` (seconds) at some moment between the two local times (milliseconds). */
export function betterEstimate(present: Estimate, now: number, sentAt: number, receivedAt: number): Estimate {
  const uncertainty = Math.max(0, receivedAt - sentAt) / 2
  const offset = now * 1000 - (sentAt + receivedAt) / 2
  // A worse sample still wins when both cannot be true: somebody has set a clock.
  const contradicts = Math.abs(offset - present.offset) > uncertainty + present.uncertainty
  return uncertainty <= present.uncertainty || contradicts ? { offset, uncertainty } : present
}

export function syncClock(now: number, sentAt: number, receivedAt: number): void {
  estimate = betterEstimate(estimate, now, sentAt, receivedAt)
}

/** Seconds, by the server's clock. */
export function serverNow(): number {
  return (Date.now() + estimate.offset) / 1000
}

/** The document itself is an answer: it was rendered at `now`, between its request and its last byte. */
export function syncByDocument(now: number): void {
  const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  if (!page || estimate.uncertainty < Number.POSITIVE_INFINITY) return
  const { timeOrigin } = performance
  syncClock(now, timeOrigin + page.requestStart, page.responseEnd ? timeOrigin + page.responseEnd : Date.now())
}
