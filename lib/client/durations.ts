const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** What is left, in its two largest units, rounded up so that "0 s" means over. Narrow no-break spaces before units. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  const parts: [number, string][] = [
    [Math.floor(whole / DAY), 'd'],
    [Math.floor((whole % DAY) / HOUR), 'h'],
    [Math.floor((whole % HOUR) / MINUTE), 'min'],
    [whole % MINUTE, 's'],
  ]
  const first = parts.findIndex(([value]) => value > 0)
  if (first === -1) return '0\u202fs'
  return parts
    .slice(first, first + 2)
    .filter(([value], index) => index === 0 || value > 0)
    .map(([value, unit]) => `${value}\u202f${unit}`)
    .join(' ')
}

/** What was measured: at most three significant digits up to a minute, whole units from there on. */
export function formatMeasured(seconds: number): string {
  if (seconds >= MINUTE) return formatDuration(Math.round(seconds))
  return `${Number(seconds.toPrecision(seconds < 1 ? 2 : 3))}\u202fs`
}

/** How long ago, in its largest unit. No finer than a minute: that is how often it is written down. */
export function formatAgo(seconds: number): string {
  if (seconds < MINUTE) return 'within the last minute'
  const [size, unit] = seconds < HOUR ? [MINUTE, 'min'] : seconds < DAY ? [HOUR, 'h'] : [DAY, 'd']
  return `${Math.floor(seconds / size)}\u202f${unit} ago`
}

/** A time of day, with its date unless that is today. In UTC, and saying so, where the reader's zone is not known. */
export function formatTime(at: number, now: number, zone: 'UTC' | undefined): string {
  const part = (seconds: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone }).format(seconds * 1000)
  const day = (seconds: number) => part(seconds, { day: 'numeric', month: 'short', year: 'numeric' })
  const time = part(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const text = day(at) === day(now) ? time : `${part(at, { day: 'numeric', month: 'short' })}, ${time}`
  return zone ? `${text} ${zone}` : text
}
