import type { LabEvent } from '../../http/lab-schemas.ts'
import type { RunState } from './state.ts'

export interface RunCost {
  /** Requests that were checked, whoever made them. */
  readonly requests: number
  /** Calls to each store for one of them: the median. The first use of a token is written down, the others are not. */
  readonly denylistCalls: number
  readonly databaseCalls: number
  /** Microseconds that the denylist took, the median; null: it was never asked. */
  readonly lookup: number | null
  readonly renewals: number
  /** Calls to the database for one renewal, the median; null: nothing was renewed. */
  readonly renewalCalls: number | null
  /** Milliseconds that the entries of this logout were, or will be, on the list. */
  readonly entries: readonly number[]
}

/** What this run cost the server, as its events say. */
export function costOf({ events, keys }: RunState): RunCost {
  const checked = events.filter(({ kind, status }) => (kind === 'used' || kind === 'replayed') && status !== null)
  const lookups = checked.flatMap(({ checks }) => checks?.find(({ name }) => name === 'denylist')?.us ?? [])
  const renewals = events.filter(({ kind, reason }) => kind === 'refreshed' && reason === 'rotated')
  const calls = (of: readonly LabEvent[], store: 'denylist' | 'database') =>
    median(of.map((event) => event.store?.[store] ?? 0))
  return {
    requests: checked.length,
    denylistCalls: calls(checked, 'denylist') ?? 0,
    databaseCalls: calls(checked, 'database') ?? 0,
    lookup: median(lookups),
    renewals: renewals.length,
    renewalCalls: calls(renewals, 'database'),
    entries: keys.map(({ addedAt, until }) => until - addedAt),
  }
}

/** The lower of the two in the middle: a number that was measured, not one between two. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}
