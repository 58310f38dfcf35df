import type { Strategy } from '../../auth/index.ts'
import { type Cost, comparedStrategies } from './cost.ts'
import type { Exposure } from './exposure.ts'
import { exposureIn, type RunState } from './state.ts'

/** What one strategy came to: how long a copy lived on, what each request cost, what a logout left behind. Null: not known (yet). */
export interface Compared {
  readonly strategy: Strategy
  readonly exposure: Pick<Exposure, 'min' | 'max'> | null
  readonly cost: Cost | null
  readonly kept: Kept | null
}

export interface Kept {
  /** Entries that the logout put on the denylist, and for how many milliseconds. */
  readonly keys: number
  readonly lasts: number | null
}

/** Pure: the strategies side by side, from the events of their run and from what its requests cost. */
export function comparisonOf(state: RunState | null, costs: readonly Cost[]): Compared[] {
  return comparedStrategies.map((strategy) => {
    const session = state?.sessions.find((one) => one.strategy === strategy)
    return {
      strategy,
      exposure: state && session ? exposureIn(state, session.n) : null,
      cost: costs.find((cost) => cost.strategy === strategy) ?? null,
      kept: state && session && session.endedAt !== null ? keptBy(state, session.n) : null,
    }
  })
}

function keptBy({ keys }: RunState, session: number): Kept {
  const own = keys.filter((key) => key.session === session)
  return { keys: own.length, lasts: own.length > 0 ? Math.max(...own.map((key) => key.until - key.addedAt)) : null }
}

/** The longest exposure of all, for bars of one scale; 0 while nobody has been in. */
export const longestExposure = (rows: readonly Compared[]): number =>
  Math.max(0, ...rows.map(({ exposure }) => exposure?.max ?? exposure?.min ?? 0))

/** Where the axis of the strip plots ends, in microseconds: most requests spread out, the slowest few at the edge. */
export function plotEnd(rows: readonly Compared[]): number {
  const slowest = Math.max(0, ...rows.map(({ cost }) => cost?.p95 ?? 0)) * 1.1
  if (slowest <= 0) return 0
  const power = 10 ** Math.floor(Math.log10(slowest))
  return [1, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((end) => end >= slowest)!
}
