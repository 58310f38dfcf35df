import { expect, test } from 'vitest'
import {
  COUNTED,
  comparedStrategies,
  costsOf,
  ROUNDS,
  readServerTiming,
  type Sample,
  samplesCsv,
  WARM_UP,
} from './cost.ts'
import { quantile } from './stats.ts'

/** Neither even nor sorted, and the same each time. */
const wobble = (round: number, index: number) =>
  Math.round(Math.abs(Math.sin(round * 12.9898 + index * 78.233)) * 100) / 10

function measured(extra: Partial<Record<Sample['strategy'], number>>): Sample[] {
  return Array.from({ length: ROUNDS }, (_, round) => round).flatMap((round) =>
    comparedStrategies.map((strategy, index) => ({
      strategy,
      round,
      total: 200 + (round < WARM_UP ? 9000 : 0) + wobble(round, index) + (extra[strategy] ?? 0),
      verify: 180,
      denylist: extra[strategy] ?? 0,
      database: 0,
      denylistCalls: extra[strategy] ? 1 : 0,
      databaseCalls: 0,
    })),
  )
}

test('the header of a request becomes microseconds and counts', () => {
  const header =
    'total;dur=0.3121, verify;dur=0.2, denylist;dur=0.05, denylist-calls;desc="1", database-calls;desc="0", other;dur=9'
  expect(readServerTiming(header)).toEqual({
    total: 312.1,
    verify: 200,
    denylist: 50,
    database: 0,
    denylistCalls: 1,
    databaseCalls: 0,
  })
})

test('an answer without a measurement is no measurement', () => {
  expect(readServerTiming(null)).toBeNull()
  expect(readServerTiming('cache;desc="hit"')).toBeNull()
  expect(readServerTiming('total;dur=soon')).toBeNull()
})

test('the first twenty of each strategy are dropped, and 200 count', () => {
  for (const cost of costsOf(measured({}))) {
    expect(cost.n).toBe(COUNTED)
    expect(Math.max(...cost.totals)).toBeLessThan(1000)
  }
})

test('a lookup that costs something is seen through the noise; one that costs nothing is not', () => {
  const [forget, deny, starve] = costsOf(measured({ denylist: 50 }))
  expect(forget!.added).toBeNull()
  expect(deny!.visible).toBe(true)
  expect(deny!.added!.median).toBeCloseTo(50, -1)
  expect(starve!.visible).toBe(false)
})

test('Forget asks no store and Deny asks the denylist once, in each request', () => {
  const [forget, deny] = costsOf(measured({ denylist: 50 }))
  expect(forget!.denylistCalls).toEqual([0, 0])
  expect(deny!.denylistCalls).toEqual([1, 1])
  expect(deny!.databaseCalls).toEqual([0, 0])
})

test('the numbers of the page can be computed again from its CSV', () => {
  const samples = measured({ denylist: 50, combined: 61.3 })
  const [head, ...rows] = samplesCsv(samples)
    .trim()
    .split('\r\n')
    .map((line) => line.split(','))
  const total = head!.indexOf('total_us')
  for (const { strategy, p50, p95, n } of costsOf(samples)) {
    const own = rows.filter((row) => row[1] === strategy).map((row) => Number(row[total]))
    expect([own.length, quantile(own, 0.5), quantile(own, 0.95)]).toEqual([n, p50, p95])
  }
})

test('the CSV keeps the order in which the requests were made: one of each strategy, then again', () => {
  const rows = samplesCsv(measured({})).trim().split('\r\n').slice(1)
  expect(rows).toHaveLength(COUNTED * comparedStrategies.length)
  expect(rows.slice(0, 5).map((row) => row.split(',').slice(0, 2).join(' '))).toEqual([
    '1 client-side',
    '1 denylist',
    '1 rotation',
    '1 combined',
    '2 client-side',
  ])
})

test('one strategy alone has nothing to be compared with', () => {
  const alone = measured({}).filter(({ strategy }) => strategy === 'denylist')
  const [only] = costsOf(alone)
  expect(only!.visible).toBe(false)
  expect(costsOf([])).toEqual([])
})
