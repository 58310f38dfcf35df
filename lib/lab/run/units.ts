const NARROW = '\u202f'

/** At most three significant digits, and no trailing dust. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const rounded = Number(value.toPrecision(3))
  return rounded.toLocaleString('en-GB', { maximumSignificantDigits: 3 }).replaceAll(',', NARROW)
}

/** From milliseconds. */
export const inSeconds = (milliseconds: number): string => `${digits(milliseconds / 1000)}${NARROW}s`

/** From microseconds. Below a millisecond two digits are all that means anything. */
export function inMilliseconds(microseconds: number): string {
  const value = microseconds / 1000
  return `${digits(Math.abs(value) < 1 ? Number(value.toPrecision(2)) : value)}${NARROW}ms`
}

/** Powers of a thousand. */
export function inBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, bytes >= 1000 ? Math.floor(Math.log10(bytes) / 3) : 0)
  return `${digits(bytes / 1000 ** power)}${NARROW}${units[power]}`
}
