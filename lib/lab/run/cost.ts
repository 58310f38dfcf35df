import type { Strategy } from '../../auth/index.ts'
import { type Interval, isVisible, medianInterval, quantile } from './stats.ts'

/** The sessions of a comparison, from n = 1. Requests go round in this order, so that whatever disturbs disturbs all. */
export const comparedStrategies = ['client-side', 'denylist', 'rotation', 'combined'] as const satisfies Strategy[]

/** Requests per strategy: those that count, and those before them, in which code is compiled and pages are loaded. */
export const COUNTED = 200
export const WARM_UP = 20
export const ROUNDS = COUNTED + WARM_UP

/** What the server said about one request. Microseconds; calls as counted by the wrapped stores. */
export interface Timing {
  readonly total: number
  readonly verify: number
  readonly denylist: number
  readonly database: number
  readonly denylistCalls: number
  readonly databaseCalls: number
}

export interface Sample extends Timing {
  readonly strategy: Strategy
  /** From 0; the first `WARM_UP` are dropped before anybody sees them. */
  readonly round: number
}

const metrics: Record<string, [keyof Timing, 'dur' | 'desc']> = {
  total: ['total', 'dur'],
  verify: ['verify', 'dur'],
  denylist: ['denylist', 'dur'],
  database: ['database', 'dur'],
  'denylist-calls': ['denylistCalls', 'desc'],
  'database-calls': ['databaseCalls', 'desc'],
}

/** Reads `Server-Timing`, whose durations are milliseconds. A store that is not named was not asked. Null: no total. */
export function readServerTiming(header: string | null): Timing | null {
  const found = { total: Number.NaN, verify: 0, denylist: 0, database: 0, denylistCalls: 0, databaseCalls: 0 }
  for (const entry of (header ?? '').split(',')) {
    const [name, ...parameters] = entry.split(';').map((part) => part.trim())
    const [field, parameter] = metrics[name!] ?? []
    const text = parameters.find((part) => part.startsWith(`${parameter}=`))?.slice(parameter!.length + 1)
    const value = Number(text?.replaceAll('"', ''))
    if (!field || !Number.isFinite(value)) continue
    // A tenth of a microsecond: finer than any clock that is asked.
    found[field] = parameter === 'dur' ? Math.round(value * 10_000) / 10 : value
  }
  return Number.isFinite(found.total) ? found : null
}

export interface Cost {
  readonly strategy: Strategy
  readonly n: number
  /** Microseconds of the whole check, every request that counts, in their order. */
  readonly totals: readonly number[]
  readonly p50: number
  readonly p95: number
  /** Of the time in the stores. */
  readonly storeP50: number
  /** The least and the most calls that one request made. */
  readonly denylistCalls: readonly [number, number]
  readonly databaseCalls: readonly [number, number]
  /** Against the request of the first strategy in the same round; null for the first itself. */
  readonly added: Interval | null
  /** False: no difference that can be told from none. */
  readonly visible: boolean
}

/** Pure: the same from the samples on the page and from the CSV. */
export function costsOf(samples: readonly Sample[]): Cost[] {
  const counted = samples.filter(({ round }) => round >= WARM_UP)
  const of = (strategy: Strategy) => counted.filter((sample) => sample.strategy === strategy)
  const base = new Map(of(comparedStrategies[0]).map(({ round, total }) => [round, total]))
  return comparedStrategies
    .filter((strategy) => of(strategy).length > 0)
    .map((strategy) => {
      const own = of(strategy)
      const totals = own.map(({ total }) => total)
      const paired = own.filter(({ round }) => base.has(round))
      const added =
        strategy === comparedStrategies[0]
          ? null
          : medianInterval(paired.map(({ round, total }) => total - base.get(round)!))
      return {
        strategy,
        n: own.length,
        totals,
        p50: quantile(totals, 0.5),
        p95: quantile(totals, 0.95),
        storeP50: quantile(
          own.map(({ denylist, database }) => denylist + database),
          0.5,
        ),
        denylistCalls: range(own.map(({ denylistCalls }) => denylistCalls)),
        databaseCalls: range(own.map(({ databaseCalls }) => databaseCalls)),
        added,
        visible: added !== null && isVisible(added),
      }
    })
}

const range = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)]

const columns = {
  index: ({ round }: Sample) => round - WARM_UP + 1,
  strategy: ({ strategy }: Sample) => strategy,
  total_us: ({ total }: Sample) => total,
  verify_us: ({ verify }: Sample) => verify,
  denylist_us: ({ denylist }: Sample) => denylist,
  database_us: ({ database }: Sample) => database,
  denylist_calls: ({ denylistCalls }: Sample) => denylistCalls,
  database_calls: ({ databaseCalls }: Sample) => databaseCalls,
}

/** Every request that counts, in the order in which they were made. RFC 4180. */
export function samplesCsv(samples: readonly Sample[]): string {
  const rows = samples
    .filter(({ round }) => round >= WARM_UP)
    .map((sample) => Object.values(columns).map((cell) => String(cell(sample))))
  return [Object.keys(columns), ...rows].map((row) => `${row.join(',')}\r\n`).join('')
}
