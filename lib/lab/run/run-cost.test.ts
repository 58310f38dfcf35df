import { describe, expect, test } from 'vitest'
import { costOf, median } from './run-cost.ts'
import { stateOf } from './state.ts'
import { denylistLog, forgetLog } from './testing.ts'

const cost = ({ run, events }: ReturnType<typeof forgetLog>) => costOf(stateOf(run, events))

describe('what a run cost the server', () => {
  test('forgetting costs no call to any store, and nothing is kept', () => {
    expect(cost(forgetLog())).toMatchObject({ denylistCalls: 0, databaseCalls: 0, lookup: null, entries: [] })
  })

  test('denying costs every request one lookup, and each logout one entry', () => {
    const { denylistCalls, lookup, entries } = cost(denylistLog())
    expect(denylistCalls).toBe(1)
    expect(lookup).toBeGreaterThan(0)
    expect(entries.length).toBe(1)
    expect(entries[0]).toBeGreaterThan(60_000)
  })
})

test('a median is one of the numbers that were measured', () => {
  expect(median([4, 1, 3, 2])).toBe(2)
  expect(median([5])).toBe(5)
  expect(median([])).toBeNull()
})
