import { expect, test } from 'vitest'
import { SKEW_MARGIN } from '../../auth/denylist.ts'
import { ENTRY_BYTES, ENTRY_MARGIN, scaleOf } from './scale.ts'

const service = { users: 10_000, logoutsPerHour: 2000, accessLife: 900, requestsPerSecond: 500 }

test('a denylist is small: it holds only logouts whose token still lives', () => {
  const { keys, bytes } = scaleOf(service)
  expect(keys).toBe(534)
  expect(bytes).toBe(534 * ENTRY_BYTES)
  expect(bytes).toBeLessThan(64_000)
})

test('ten times the users with the same logouts leave the denylist as it is', () => {
  expect(scaleOf({ ...service, users: 100_000 }).keys).toBe(scaleOf(service).keys)
})

test('every request asks the denylist, also those of people who never log out', () => {
  expect(scaleOf({ ...service, logoutsPerHour: 0 })).toMatchObject({ keys: 0, bytes: 0, lookupsPerSecond: 500 })
})

test('half the life of a token is half the exposure and twice the renewals', () => {
  const whole = scaleOf(service)
  const half = scaleOf({ ...service, accessLife: 450 })
  expect(half.exposure * 2).toBe(whole.exposure)
  expect(half.refreshesPerSecond).toBeCloseTo(whole.refreshesPerSecond * 2)
  expect(whole.refreshesPerSecond).toBeCloseTo(11.1, 1)
})

test('a life of nothing is no division by zero', () => {
  expect(scaleOf({ ...service, accessLife: 0 }).refreshesPerSecond).toBe(0)
})

test('an entry outlives its token here by as much as in the engine', () => {
  expect(ENTRY_MARGIN).toBe(SKEW_MARGIN)
})
