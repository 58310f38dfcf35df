import type { Strategy } from '../auth/index.ts'
import type { LabEvent, RunView, Scenario, TheftPath } from '../http/lab-schemas.ts'
import { type PackedRun, type Recording, unpackEvents, unpackSamples } from './record/pack.ts'
import recorded from './recorded.json'
import type { Sample } from './run/cost.ts'
import type { Exposure } from './run/exposure.ts'
import { exposureIn, type RunState, stateOf } from './run/state.ts'

// What pages show where nothing has run yet: `npm run record` made it. For the server's half only; it is large.

const recording = recorded as unknown as Recording

/** NumericDate, and what ran. */
export const { recordedAt, commit, version, node } = recording

export interface RecordedRun {
  readonly run: RunView
  readonly events: readonly LabEvent[]
  readonly state: RunState
  /** Of a comparison: every request in their order, the warm-up included. */
  readonly samples: readonly Sample[]
}

const nobody = { id: '00000000-0000-4000-8000-000000000000', guest: 'a guest' }
const unpacked = new Map<PackedRun, RecordedRun>()

/** `free` is `combined`; of `theft` there is one for each path. Without a token, a user or an address. */
export function recordedRun(scenario: Scenario, path: TheftPath = 'you-first'): RecordedRun {
  const found = recording.runs.find(
    ({ run: { settings } }) => settings.scenario === scenario && (scenario !== 'theft' || settings.path === path),
  )
  if (!found) throw new Error(`No run of ${scenario} has been recorded: npm run record`)
  const known = unpacked.get(found)
  if (known) return known
  const run: RunView = { ...nobody, ...found.run }
  const events = unpackEvents(found.events)
  const made = { run, events, state: stateOf(run, events), samples: unpackSamples(found.samples ?? []) }
  unpacked.set(found, made)
  return made
}

/** Milliseconds: in the race, and where `combined` does not run in it, in the comparison. */
export function recordedExposure(strategy: Strategy): Exposure {
  const { state } = recordedRun(strategy === 'combined' ? 'compare' : 'race')
  const session = state.run.sessions.find((one) => one.strategy === strategy)!
  return exposureIn(state, session.n)!
}
