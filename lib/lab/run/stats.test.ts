import { expect, test } from 'vitest'
import { isVisible, medianInterval, quantile } from './stats.ts'

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1)

test('a quantile is a value that was measured, never one between two', () => {
  expect(quantile([10, 1, 5], 0.5)).toBe(5)
  expect(quantile(upTo(200), 0.5)).toBe(100)
  expect(quantile(upTo(200), 0.95)).toBe(190)
  expect(quantile([7], 0.95)).toBe(7)
  expect(quantile([], 0.5)).toBeNaN()
})

test('the order in which requests were made does not change the numbers', () => {
  expect(quantile(upTo(200).reverse(), 0.95)).toBe(quantile(upTo(200), 0.95))
})

test('one slow request moves the 95th percentile little and the median not at all', () => {
  const calm = upTo(200)
  const spiked = [...calm.slice(0, -1), 1_000_000]
  expect(quantile(spiked, 0.5)).toBe(quantile(calm, 0.5))
  expect(quantile(spiked, 0.95)).toBe(quantile(calm, 0.95))
})

test('of 200 values the median lies between the 87th and the 114th', () => {
  expect(medianInterval(upTo(200))).toEqual({ median: 100, low: 87, high: 114 })
})

test('a steady difference is visible, and one that changes its sign is not', () => {
  expect(isVisible(medianInterval(upTo(200)))).toBe(true)
  expect(isVisible(medianInterval(upTo(200).map((value) => value - 100)))).toBe(false)
  expect(isVisible(medianInterval(Array(200).fill(0)))).toBe(false)
})

test('five requests show nothing', () => {
  expect(isVisible(medianInterval([4, 4, 4, 4, 4]))).toBe(false)
})
