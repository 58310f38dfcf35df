import type { LabEvent } from '../../http/lab-schemas.ts'
import { type Exposure, isAttempt, isSuccess } from './exposure.ts'
import { exposureIn, type RunState } from './state.ts'

/** The strategies of a race, by the number of their session. */
export const racers = ['client-side', 'denylist', 'rotation'] as const
export type Racer = (typeof racers)[number]

/** One copy of one token. Times in milliseconds since the run began. */
export interface RaceLane {
  readonly n: number
  readonly strategy: Racer
  /** Where the bar of requests that were let in ends: at the last one, and at the latest where its owner logged out. */
  readonly acceptedTo: number
  readonly exposure: Exposure | null
  /** How the renewal was refused, where somebody has tried one. */
  readonly renewal: LabEvent | null
  /** The last answer said that a store is out of order. */
  readonly unavailable: boolean
}

export interface Race {
  /** The commit of the first logout. */
  readonly t0: number | null
  readonly lanes: readonly RaceLane[]
}

/** Pure: the three lanes of a race, from its events. `state` null: nothing has run. */
export function raceOf(state: RunState | null): Race {
  const lanes = racers.map((strategy, at) => laneOf(state, strategy, at + 1))
  const ends = lanes.flatMap(({ exposure }) => (exposure ? [exposure.t0] : []))
  return { t0: ends.length > 0 ? Math.min(...ends) : null, lanes }
}

function laneOf(state: RunState | null, strategy: Racer, n: number): RaceLane {
  if (!state) return { n, strategy, acceptedTo: 0, exposure: null, renewal: null, unavailable: false }
  const exposure = exposureIn(state, n)
  const tries = state.events.filter((event) => event.session === n && isAttempt(event))
  const before = tries.filter((event) => isSuccess(event) && (exposure === null || event.t <= exposure.t0))
  const refusedRenewal = tries.find(({ kind, status }) => kind === 'refreshed' && status === 401)
  return {
    n,
    strategy,
    acceptedTo: exposure?.t0 ?? Math.max(0, ...before.map(({ t }) => t)),
    exposure,
    renewal: refusedRenewal ?? null,
    unavailable: tries.at(-1)?.status === 503,
  }
}

/** The end of the axis in milliseconds: the longest life and a fifth, further only where this server was slower than planned. */
export function axisEnd(longestLife: number, { lanes }: Race): number {
  const ends = lanes.map(({ exposure }) => (exposure ? exposure.t0 + (exposure.max ?? exposure.min) : 0))
  return Math.max(longestLife * 1.2, ...ends.map((end) => end * 1.1))
}
