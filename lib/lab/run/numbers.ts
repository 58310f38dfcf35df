const SPACE = '\u202f'

/** At most three significant digits, from milliseconds: "14.8 s", "0.19 s", "6 s". */
export function formatSeconds(milliseconds: number): string {
  return `${trim(milliseconds / 1000)}${SPACE}s`
}

/** The same without the unit and with both decimals: for the two ends of an interval, which may be a poll apart. */
export function formatBound(milliseconds: number): string {
  if (milliseconds === 0) return '0'
  return (milliseconds / 1000).toFixed(milliseconds >= 100_000 ? 0 : 2)
}

/** From microseconds: "61 µs", "0.31 ms". */
export function formatMicroseconds(microseconds: number): string {
  if (microseconds < 100) return `${trim(microseconds, 2)}${SPACE}µs`
  return `${trim(microseconds / 1000)}${SPACE}ms`
}

function trim(value: number, digits = 3): string {
  const size = Math.abs(value)
  const decimals = size < 1 ? 2 : Math.max(0, digits - 1 - Math.floor(Math.log10(size)))
  return String(Number(value.toFixed(decimals)))
}
