const NARROW = '\u202f'

/** At most three significant digits, and no trailing dust. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const rounded = Number(value.toPrecision(3))
  return rounded.toLocaleString('en-GB', { maximumSignificantDigits: 3 }).replaceAll(',', NARROW)
}

/** From milliseconds: "14.8 s", "0.19 s", "6 s". Below a second two digits are all that a poll can tell. */
export function formatSeconds(milliseconds: number): string {
  const seconds = milliseconds / 1000
  return `${digits(Math.abs(seconds) < 1 ? Number(seconds.toFixed(2)) : seconds)}${NARROW}s`
}

/** The same without the unit and with both decimals: for the two ends of an interval, which may be a poll apart. */
export function formatBound(milliseconds: number): string {
  if (milliseconds === 0) return '0'
  return (milliseconds / 1000).toFixed(milliseconds >= 100_000 ? 0 : 2)
}

/** From microseconds: "61 µs", "0.31 ms". */
export function formatMicroseconds(microseconds: number): string {
  if (microseconds < 100) return `${digits(Number(microseconds.toPrecision(2)))}${NARROW}µs`
  return formatMilliseconds(microseconds)
}

/** From microseconds, for a column that has one unit. Below a millisecond two digits are all that means anything. */
export function formatMilliseconds(microseconds: number): string {
  const value = microseconds / 1000
  return `${digits(Math.abs(value) < 1 ? Number(value.toPrecision(2)) : value)}${NARROW}ms`
}

/** Powers of a thousand. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, bytes >= 1000 ? Math.floor(Math.log10(bytes) / 3) : 0)
  return `${digits(bytes / 1000 ** power)}${NARROW}${units[power]}`
}
