import { expect, test } from 'vitest'
import { digits, formatBytes, formatMilliseconds, formatSeconds } from './numbers.ts'

test('numbers have at most three significant digits', () => {
  expect(['0', '11.6', '534', '11.1', '25\u202f600', '0.0123'].map(String)).toEqual(
    [0, 11.6234, 534, 11.111, 25_632, 0.012_34].map(digits),
  )
  expect(digits(Number.NaN)).toBe('–')
})

test('a narrow no-break space stands before the unit', () => {
  expect(formatSeconds(14_812)).toBe('14.8\u202fs')
  expect(formatSeconds(0)).toBe('0\u202fs')
  expect(formatMilliseconds(312.4)).toBe('0.31\u202fms')
  expect(formatMilliseconds(-12.4)).toBe('-0.012\u202fms')
  expect(formatMilliseconds(1234.5)).toBe('1.23\u202fms')
  expect(formatBytes(48)).toBe('48\u202fB')
  expect(formatBytes(25_632)).toBe('25.6\u202fkB')
  expect(formatBytes(0)).toBe('0\u202fB')
})
