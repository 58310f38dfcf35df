import { expect, test } from 'vitest'
import { formatAgo, formatDuration, formatMeasured, formatTime } from './durations.ts'

const T = 1_800_000_000
/** Narrow no-break spaces read as spaces. */
const plain = (text: string) => text.replaceAll('\u202f', ' ')

test('a duration is said in its two largest units and is 0 s only when it is over', () => {
  const said = [0.1, 0, -5, 60, 61.2, 3600, 3661, 86_400 * 13 + 3600].map((seconds) => plain(formatDuration(seconds)))
  expect(said).toEqual(['1 s', '0 s', '0 s', '1 min', '1 min 2 s', '1 h', '1 h 1 min', '13 d 1 h'])
})

test('what was measured is said in three digits at most, and below a second in two', () => {
  const said = [0, 0.0123, 0.204, 1.2345, 12.04, 59.94, 61.2].map((seconds) => plain(formatMeasured(seconds)))
  expect(said).toEqual(['0 s', '0.012 s', '0.2 s', '1.23 s', '12 s', '59.9 s', '1 min 1 s'])
})

test('how long ago is no finer than a minute, because it is written down no more often', () => {
  const said = [5, 59, 60, 3599, 3600, 90_000].map((seconds) => plain(formatAgo(seconds)))
  expect(said).toEqual([
    'within the last minute',
    'within the last minute',
    '1 min ago',
    '59 min ago',
    '1 h ago',
    '1 d ago',
  ])
})

test('a time says its date unless it is today, and its zone when it is not the reader’s', () => {
  expect(formatTime(T, T + 5, 'UTC')).toBe('08:00:00 UTC')
  expect(formatTime(T - 86_400, T, 'UTC')).toBe('14 Jan, 08:00:00 UTC')
})
