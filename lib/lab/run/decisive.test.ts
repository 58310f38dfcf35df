import { expect, test } from 'vitest'
import { decisiveEvents } from './decisive.ts'
import { exposureIn, stateOf } from './state.ts'
import { type SampleLog, sampleLogs } from './testing.ts'

const logs = Object.entries(sampleLogs) as [string, () => SampleLog][]

test.each(logs)('%s: a run can be told in a few lines', (_name, make) => {
  const { events } = make()
  const few = decisiveEvents(events)
  expect(few.length).toBeLessThan(30)
  expect(few.length).toBeGreaterThan(4)
  expect(few.map(({ seq }) => seq)).toEqual(few.map(({ seq }) => seq).toSorted((one, other) => one - other))
})

test.each(logs)('%s: the lines that are left out change no exposure', (_name, make) => {
  const { run, events } = make()
  const all = stateOf(run, events)
  const few = stateOf(
    run,
    decisiveEvents(events).map((event, at) => ({ ...event, seq: at + 1 })),
  )
  for (const { n } of all.sessions) {
    const [one, other] = [exposureIn(all, n), exposureIn(few, n)]
    expect([other?.min, other?.max]).toEqual([one?.min, one?.max])
  }
})

test('of a hundred answers that are alike one is told', () => {
  const { events } = sampleLogs.forget()
  const kept = decisiveEvents(events).filter(({ kind }) => kind === 'replayed')
  expect(kept.map(({ status }) => status)).toEqual([200, 200, 401])
})
