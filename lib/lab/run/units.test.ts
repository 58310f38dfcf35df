import { expect, test } from 'vitest'
import { digits, inBytes, inMilliseconds, inSeconds } from './units.ts'

test('numbers have at most three significant digits', () => {
  expect(['0', '11.6', '534', '11.1', '25\u202f600', '0.0123'].map(String)).toEqual(
    [0, 11.6234, 534, 11.111, 25_632, 0.012_34].map(digits),
  )
  expect(digits(Number.NaN)).toBe('–')
})

test('a narrow no-break space stands before the unit', () => {
  expect(inSeconds(14_812)).toBe('14.8\u202fs')
  expect(inSeconds(0)).toBe('0\u202fs')
  expect(inMilliseconds(312.4)).toBe('0.31\u202fms')
  expect(inMilliseconds(-12.4)).toBe('-0.012\u202fms')
  expect(inMilliseconds(1234.5)).toBe('1.23\u202fms')
  expect(inBytes(48)).toBe('48\u202fB')
  expect(inBytes(25_632)).toBe('25.6\u202fkB')
  expect(inBytes(0)).toBe('0\u202fB')
})
