import { expect, test } from 'vitest'
import { comparisonOf, longestExposure, plotEnd } from './comparison.ts'
import { comparedStrategies, costsOf, ROUNDS, type Sample } from './cost.ts'
import { stateOf } from './state.ts'
import { raceLog } from './testing.ts'

const race = () => {
  const { run, events } = raceLog()
  return stateOf(run, events)
}

test('before anything has run each strategy has its row, and no number', () => {
  const rows = comparisonOf(null, [])
  expect(rows.map(({ strategy }) => strategy)).toEqual([...comparedStrategies])
  expect(rows.every(({ exposure, cost, kept }) => exposure === null && cost === null && kept === null)).toBe(true)
  expect([longestExposure(rows), plotEnd(rows)]).toEqual([0, 0])
})

test('Forget leaks longest, then Starve, and Deny not at all', () => {
  const [forget, deny, starve] = comparisonOf(race(), [])
  expect(forget!.exposure!.min).toBeGreaterThan(starve!.exposure!.min)
  expect(starve!.exposure!.min).toBeGreaterThan(0)
  expect(deny!.exposure!.min).toBe(0)
  expect(longestExposure(comparisonOf(race(), []))).toBe(forget!.exposure!.max)
})

test('a logout leaves an entry only where it denies', () => {
  const [forget, deny, starve] = comparisonOf(race(), [])
  expect(forget!.kept).toEqual({ keys: 0, lasts: null })
  expect(starve!.kept).toEqual({ keys: 0, lasts: null })
  expect(deny!.kept!.keys).toBe(1)
  expect(deny!.kept!.lasts).toBeGreaterThan(60_000)
})

test('the strip plots of a comparison share one axis, on which the 95th of a hundred still has its place', () => {
  const samples = Array.from({ length: ROUNDS }, (_, round) =>
    comparedStrategies.map(
      (strategy, at): Sample => ({
        strategy,
        round,
        total: 200 + at * 40 + (round % 50),
        verify: 0,
        denylist: 0,
        database: 0,
        denylistCalls: 0,
        databaseCalls: 0,
      }),
    ),
  ).flat()
  const rows = comparisonOf(null, costsOf(samples))
  const slowest = Math.max(...rows.map(({ cost }) => cost!.p95))
  expect(plotEnd(rows)).toBeGreaterThan(slowest)
  expect(plotEnd(rows)).toBeLessThan(slowest * 2.5)
})
