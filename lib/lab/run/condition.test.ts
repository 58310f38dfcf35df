import { expect, test } from 'vitest'
import { conditionOf, leftOf } from './condition.ts'
import type { Bar } from './lanes.ts'

const bar: Bar = { token: 'A1', from: 0, to: 10_000, expiresAt: 10_000, stoppedAt: null, stoppedBy: null }
const at = (change: Partial<Bar>, ...times: number[]) =>
  times.map((t) => conditionOf({ ...bar, ...change }, 'copy-access', t))

test('a token is expiring in the last fifth of its life', () => {
  expect(at({}, 0, 7900, 8000, 9999, 10_000)).toEqual(['active', 'active', 'expiring', 'expiring', 'expired'])
})

test('a denied token is denied until it would have ended anyway', () => {
  expect(at({ stoppedAt: 4000, stoppedBy: 'denied' }, 3999, 4000, 9999, 10_000)).toEqual([
    'active',
    'denied',
    'denied',
    'expired',
  ])
})

test('a spent refresh token stays rotated: that is why its second use is an alarm', () => {
  expect(at({ stoppedAt: 4000, stoppedBy: 'rotated', to: 4000 }, 4000, 20_000)).toEqual(['rotated', 'rotated'])
})

test('an entry denies as long as it is on the list, and a row is never expiring', () => {
  expect([9000, 10_000].map((t) => conditionOf(bar, 'denylist', t))).toEqual(['denied', 'expired'])
  expect(conditionOf({ ...bar, expiresAt: null }, 'session', 9000)).toBe('active')
})

test('what is left of a bar goes from one to nothing at its end or where it was stopped', () => {
  expect([0, 5000, 10_000, 20_000].map((t) => leftOf(bar, t))).toEqual([1, 0.5, 0, 0])
  expect(leftOf({ ...bar, stoppedAt: 4000 }, 2000)).toBe(0.5)
})
