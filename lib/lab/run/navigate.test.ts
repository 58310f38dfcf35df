import { expect, test } from 'vitest'
import { lanesOf } from './lanes.ts'
import { moveSelection, nearestTo } from './navigate.ts'
import { stateOf } from './state.ts'
import { raceLog, rotateLog } from './testing.ts'

const { run, events } = rotateLog()
const groups = lanesOf(stateOf(run, events))
const lanes = groups.flatMap((group) => group.lanes)
const marksOf = (kind: string) => lanes.find((lane) => lane.kind === kind)!.marks
const laneOf = (seq: number | null) => lanes.find(({ marks }) => marks.some((mark) => mark.seq === seq))?.kind

test('left and right go through the events of a lane, and stop at its ends', () => {
  const [first, second] = marksOf('copy-access')
  const last = marksOf('copy-access').at(-1)!
  expect(moveSelection(groups, first!.seq, 'ArrowRight')).toBe(second!.seq)
  expect(moveSelection(groups, first!.seq, 'ArrowLeft')).toBe(first!.seq)
  expect(moveSelection(groups, first!.seq, 'End')).toBe(last.seq)
  expect(moveSelection(groups, last.seq, 'ArrowRight')).toBe(last.seq)
  expect(moveSelection(groups, last.seq, 'Home')).toBe(first!.seq)
})

test('up and down go to the neighbouring lane, to what happened at about that time', () => {
  const at = marksOf('copy-access').find(({ t }) => t === 18_000)!
  const below = moveSelection(groups, at.seq, 'ArrowDown')
  expect(laneOf(below)).toBe('copy-refresh')
  expect(marksOf('copy-refresh').find(({ seq }) => seq === below)?.t).toBe(18_020)
  expect(laneOf(moveSelection(groups, at.seq, 'ArrowUp'))).toBe('you-refresh')
})

test('where time runs down the page the arrows change their parts', () => {
  const [first, second] = marksOf('copy-access')
  expect(moveSelection(groups, first!.seq, 'ArrowDown', true)).toBe(second!.seq)
  expect(laneOf(moveSelection(groups, first!.seq, 'ArrowRight', true))).toBe('copy-refresh')
})

test('nothing selected: the first key begins with the attacker, and other keys do nothing', () => {
  expect(laneOf(moveSelection(groups, null, 'ArrowRight'))).toBe('copy-access')
  expect(moveSelection(groups, null, 'x')).toBeNull()
  expect(moveSelection([], null, 'ArrowRight')).toBeNull()
  expect(nearestTo({ marks: [] }, 5)).toBeNull()
})

test('by keys alone every event of a race can be reached', () => {
  const race = raceLog()
  const all = lanesOf(stateOf(race.run, race.events))
  const seen = new Set<number>()
  const laneCount = all.flatMap((group) => group.lanes).length
  let at = moveSelection(all, null, 'ArrowRight')
  for (let n = 0; n < laneCount; n += 1) at = moveSelection(all, at, 'ArrowUp')
  for (let lane = 0; lane < laneCount; lane += 1) {
    at = moveSelection(all, at, 'Home')
    for (let n = 0; n < 200; n += 1) {
      seen.add(at!)
      at = moveSelection(all, at, 'ArrowRight')
    }
    at = moveSelection(all, at, 'ArrowDown')
  }
  expect(seen.size).toBe(all.flatMap((group) => group.lanes.flatMap(({ marks }) => marks)).length)
})
