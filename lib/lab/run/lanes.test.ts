import { expect, test } from 'vitest'
import { axisOf, lanesOf, mergeMarks, ticksOf } from './lanes.ts'
import { shapeOf } from './outcome.ts'
import { settingsFor } from './presets.ts'
import { stateOf } from './state.ts'
import { denylistLog, forgetLog, raceLog, rotateLog, sampleLogs, theftLog, writeLog } from './testing.ts'

const load = ({ run, events }: ReturnType<typeof forgetLog>) => stateOf(run, events)
const kinds = (log: ReturnType<typeof forgetLog>) =>
  lanesOf(load(log)).map(({ lanes }) => lanes.map(({ kind }) => kind))
const lane = (log: ReturnType<typeof forgetLog>, kind: string, session = 1) =>
  lanesOf(load(log))
    .find((group) => group.n === session)!
    .lanes.find((one) => one.kind === kind)!

test('a strategy has only the lanes that it uses, and a race has a group for each session', () => {
  expect(kinds(forgetLog())).toEqual([['you-access', 'copy-access']])
  expect(kinds(denylistLog())).toEqual([['you-access', 'copy-access', 'denylist']])
  expect(kinds(rotateLog())).toEqual([['you-access', 'you-refresh', 'copy-access', 'copy-refresh', 'session']])
  expect(kinds(raceLog()).map(({ length }) => length)).toEqual([2, 3, 5])
})

test.each(Object.entries(sampleLogs))(
  'every event of %s that has a shape has its mark in exactly one lane',
  (_name, log) => {
    const state = load(log())
    const marked = lanesOf(state).flatMap(({ lanes }) => lanes.flatMap(({ marks }) => marks.map(({ seq }) => seq)))
    const expected = state.events.filter((event) => shapeOf(state, event)).map(({ seq }) => seq)
    expect(marked.toSorted((one, other) => one - other)).toEqual(expected)
  },
)

test('the copy does not hear that its owner forgot the token, and does hear of the denylist', () => {
  expect(lane(forgetLog(), 'you-access').bars).toMatchObject([{ stoppedBy: 'deleted', stoppedAt: 6000 }])
  expect(lane(forgetLog(), 'copy-access').bars).toMatchObject([{ from: 100, to: 19_600, stoppedBy: null }])
  expect(lane(denylistLog(), 'copy-access').bars).toMatchObject([{ stoppedBy: 'denied', stoppedAt: 6000 }])
})

test('in your browser the next token takes the place of the one before; the thief keeps both', () => {
  const spans = (kind: string) => lane(rotateLog(), kind).bars.map(({ token, from, to }) => [token, from, to])
  expect(spans('you-access')).toEqual([
    ['A1', 20, 8005],
    ['A2', 8005, 17_800],
  ])
  expect(spans('you-refresh')).toEqual([
    ['R1', 20, 8000],
    ['R2', 8005, 127_800],
  ])
  expect(spans('copy-access')).toEqual([
    ['A1', 100, 9800],
    ['A2', 8100, 17_800],
  ])
})

test('a token that was replaced before the logout was not deleted by it', () => {
  expect(lane(theftLog(), 'you-access').bars).toMatchObject([
    { token: 'A1', to: 3005, stoppedBy: 'replaced', expiresAt: 9800 },
    { token: 'A2', to: 12_900, stoppedBy: 'deleted', stoppedAt: 6002 },
  ])
})

test('a leak is a success after the end of its own session only', () => {
  const shapes = (log: ReturnType<typeof forgetLog>) => {
    const state = load(log)
    return new Set(state.events.filter(({ t }) => t < 6000).map((event) => shapeOf(state, event)))
  }
  expect(shapes(forgetLog())).not.toContain('leak')
  expect(shapes(theftLog())).not.toContain('leak')
  expect(lane(forgetLog(), 'copy-access').marks.filter(({ shape }) => shape === 'leak')).toHaveLength(54)
})

test('the axis is fixed for a run: its longest life and a fifth', () => {
  for (const log of [forgetLog(), denylistLog()]) {
    const early = { run: log.run, events: log.events.filter(({ t }) => t < 7000) }
    expect(axisOf(load(early))).toBe(24_000)
  }
  expect(axisOf(load(forgetLog()))).toBe(24_000)
  const race = raceLog()
  expect(axisOf(load({ run: race.run, events: race.events.slice(0, 5) }))).toBe(18_000)
  expect(axisOf(load(rotateLog()))).toBe(36_000)
})

test('what happens beyond the axis makes it twice as long, and nothing else does', () => {
  expect(axisOf(load(denylistLog()))).toBe(96_000)
})

test('the numbers of the axis are round', () => {
  expect(ticksOf(18_000)).toEqual([0, 5000, 10_000, 15_000])
  expect(ticksOf(24_000)).toEqual([0, 5000, 10_000, 15_000, 20_000])
  expect(ticksOf(4_320_000).slice(0, 3)).toEqual([0, 600_000, 1_200_000])
  for (const end of [1000, 6000, 36_000, 96_000, 1_000_000]) expect(ticksOf(end).length).toBeLessThanOrEqual(9)
})

test('more than sixty marks of a lane merge with a count, and none is lost', () => {
  const { marks } = lane(forgetLog(), 'copy-access')
  expect(marks.length).toBeGreaterThan(60)
  const runs = mergeMarks(marks)
  expect(runs.map(({ shape }) => shape)).toEqual(['copied', 'ok', 'leak', 'refused', 'refused', 'refused'])
  expect(runs.flatMap(({ seqs }) => seqs)).toEqual(marks.map(({ seq }) => seq))
  expect(mergeMarks(marks.slice(0, 60))).toHaveLength(60)
})

test('the session of another device is named after it', () => {
  const log = writeLog(settingsFor('everywhere', 'fast'), [
    ['This browser', 'combined'],
    ['Phone', 'combined'],
  ])
  log.issue(20, 1, 'A1', 9800)
  log.issue(30, 2, 'A1', 9800)
  const titles = lanesOf(load(log.done())).map(({ lanes }) => lanes[0]!.title)
  expect(titles).toEqual(['You · access', 'Phone · access'])
})
