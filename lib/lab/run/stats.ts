/** The value at a share of the way up, by nearest rank: always one that was measured. Unsorted input; NaN for none. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!
}

export interface Interval {
  readonly median: number
  readonly low: number
  readonly high: number
}

/** 1.96 standard deviations hold 95 % of a normal distribution. */
const Z = 1.96

/**
 * The median and its 95 % interval by order statistics, which assumes nothing about the shape of the distribution. Below six
 * values no pair of them can promise 95 %: the interval is then the whole line.
 */
export function medianInterval(values: readonly number[]): Interval {
  const sorted = values.toSorted((one, other) => one - other)
  const n = sorted.length
  const median = quantile(sorted, 0.5)
  if (n < 6) return { median, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
  const rank = Math.max(0, Math.floor((n - Z * Math.sqrt(n)) / 2))
  return { median, low: sorted[rank]!, high: sorted[n - 1 - rank]! }
}

/** False: the interval holds 0, so nobody can tell the difference from none. */
export const isVisible = ({ low, high }: Interval): boolean => low > 0 || high < 0
