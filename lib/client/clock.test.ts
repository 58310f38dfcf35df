import { expect, test } from 'vitest'
import { betterEstimate } from './clock.ts'
import { renewalMargin } from './times.ts'

const T = 1_800_000_000

test('the clock keeps its best sample, until a worse one proves that it was set', () => {
  const first = betterEstimate({ offset: 0, uncertainty: Number.POSITIVE_INFINITY }, 1010, 1_000_000, 1_000_100)
  expect(first).toEqual({ offset: 9950, uncertainty: 50 })
  expect(betterEstimate(first, 1010, 1_000_000, 1_000_400)).toBe(first)
  expect(betterEstimate(first, 5000, 1_000_000, 1_000_400)).toEqual({ offset: 3_999_800, uncertainty: 200 })
})

test('a token is renewed a fifth of its life before the end, at most 30 seconds', () => {
  const times = (life: number) => ({ at: T, issuedAt: T, accessExpiresAt: T + life, refreshExpiresAt: T + 999 })
  expect([5, 100, 300].map((life) => renewalMargin(times(life)))).toEqual([1, 20, 30])
})
