/** At most `points` per `duration` seconds. */
export interface Limit {
  readonly points: number
  readonly duration: number
}

/** Counts attempts by key; atomic across processes. Throws when it cannot count: an attempt that is not counted is not made. */
export interface Limiter {
  /** Takes one point before the attempt. `retryAfter`: seconds, when there was none left. */
  take(key: string): Promise<{ allowed: true } | { allowed: false; retryAfter: number }>
  /** Gives one point back: the attempt was a success. */
  giveBack(key: string): Promise<void>
}
