import { expect, test } from 'vitest'
import { onlySessions } from './only.ts'
import { exposureIn, stateOf } from './state.ts'
import { raceLog } from './testing.ts'

test('two strategies of a race can be shown alone, with the exposures of the whole race', () => {
  const { run, events } = raceLog()
  const all = stateOf(run, events)
  const two = onlySessions(all, [1, 3])
  expect(two.run.sessions.map(({ n }) => n)).toEqual([1, 3])
  expect([exposureIn(two, 1), exposureIn(two, 3)]).toEqual([exposureIn(all, 1), exposureIn(all, 3)])
  expect(exposureIn(two, 2)).toBeNull()
  expect(two.keys).toEqual([])
})

test('what the run does as a whole stays', () => {
  const { run, events } = raceLog()
  expect(onlySessions(stateOf(run, events), []).events.map(({ kind }) => kind)).toEqual(['started', 'settled'])
})
