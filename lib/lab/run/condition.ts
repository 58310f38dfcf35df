import type { Bar, LaneKind } from './lanes.ts'

/** The seven states less the leak, which is no state of a token; `deleted` or `replaced` in its owner's browser, and nowhere else. */
export type Condition = 'active' | 'expiring' | 'expired' | 'rotated' | 'revoked' | 'denied' | 'deleted' | 'replaced'

/** The last part of a life that is called expiring. */
const EXPIRING = 0.2

/** What a bar is at `t`. A denied token that has run out is expired: that check comes first. */
export function conditionOf(bar: Bar, kind: LaneKind, t: number): Condition {
  const { from, to, expiresAt, stoppedAt, stoppedBy } = bar
  if (stoppedBy === 'rotated' && t >= stoppedAt!) return 'rotated'
  if (kind === 'denylist') return t >= to ? 'expired' : 'denied'
  if (expiresAt !== null && t >= expiresAt) return 'expired'
  if (stoppedBy !== null && t >= stoppedAt!) return stoppedBy
  if (t >= to) return 'expired'
  const end = expiresAt ?? to
  return kind !== 'session' && end - t <= (end - from) * EXPIRING ? 'expiring' : 'active'
}

/** What is left at `t` of the time in which the bar was of use, from 1 to 0. */
export function leftOf({ from, to, stoppedAt }: Bar, t: number): number {
  const end = Math.min(to, stoppedAt ?? to)
  return Math.min(1, Math.max(0, (end - t) / Math.max(1, end - from)))
}
