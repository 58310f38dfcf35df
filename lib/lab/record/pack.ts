import type { LabEvent, ResultView } from '../../http/lab-schemas.ts'
import { blankEvent } from '../run/blank.ts'
import { comparedStrategies, type Sample, type Timing } from '../run/cost.ts'

/** As in the file: what is null is left out, and so are the checks of most requests of an attacker (`keepChecks`). */
export type PackedEvent = Partial<LabEvent> & Pick<LabEvent, 'seq' | 't' | 'actor' | 'kind'>

export interface PackedRun {
  run: ResultView['run']
  events: PackedEvent[]
  /** Of a comparison: `timingFields` of each request, in their order. */
  samples?: number[][]
}

export interface Recording {
  /** NumericDate. */
  recordedAt: number
  commit: string
  version: string
  node: string
  runs: PackedRun[]
}

const timingFields = ['total', 'verify', 'denylist', 'database', 'denylistCalls', 'databaseCalls'] as const

/** Requests of each attacker that keep their checks: the first, and those around the moment at which the answer changed. */
const FIRST = 3
const AROUND = 2

/** Of a comparison the requests of its reader are left out too: its samples tell of each. */
export function pack(run: ResultView['run'], events: readonly LabEvent[], samples?: readonly Sample[]): PackedRun {
  const kept = keepChecks(events)
  const told = events.filter(({ actor, kind }) => !samples || actor !== 'you' || kind !== 'used')
  return {
    run,
    events: told.map((event) => {
      const entries = Object.entries(event).filter(
        ([name, value]) => value !== null && (name !== 'checks' || kept.has(event.seq)),
      )
      return Object.fromEntries(entries) as PackedEvent
    }),
    ...(samples && { samples: samples.map((sample) => timingFields.map((field) => sample[field])) }),
  }
}

function keepChecks(events: readonly LabEvent[]): Set<number> {
  const kept = new Set(events.filter(({ actor }) => actor !== 'attacker').map(({ seq }) => seq))
  for (const session of new Set(events.map((event) => event.session))) {
    const tries = events.filter((event) => event.session === session && event.actor === 'attacker' && event.checks)
    tries.forEach(({ seq }, at) => {
      const near = tries.slice(Math.max(0, at - AROUND), at + AROUND + 1)
      if (at < FIRST || near.some(({ reason }) => reason !== tries[at]!.reason)) kept.add(seq)
    })
  }
  return kept
}

export const unpackEvents = (events: readonly PackedEvent[]): LabEvent[] =>
  events.map((event) => ({ ...blankEvent, ...event }))

export function unpackSamples(rows: readonly number[][]): Sample[] {
  return rows.map((row, at) => ({
    strategy: comparedStrategies[at % comparedStrategies.length]!,
    round: Math.floor(at / comparedStrategies.length),
    ...(Object.fromEntries(timingFields.map((field, column) => [field, row[column]])) as unknown as Timing),
  }))
}
