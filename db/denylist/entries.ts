/** Seconds past its end, by this process's own clock, after which an entry is let go: rounding may cost no more than that. */
const ROUNDING = 1
/** Entries looked at in one go of the sweep: requests are answered in between. */
const SWEPT_AT_ONCE = 2000

/**
 * What is denied, held in memory. An entry leaves by the monotonic clock, counted from when it came: setting the wall clock
 * forward and back again brings no token back to life.
 */
export function createEntries(monotonic: () => number) {
  /** Key, and the monotonic second in which it may be forgotten: small integers, which cost nothing beside their slot. */
  const ends = new Map<string, number>()
  let cursor: IterableIterator<[string, number]> | null = null

  return {
    has: (key: string): boolean => ends.has(key),
    get size() {
      return ends.size
    },
    /** `until` and `now` (seconds) by one and the same clock. Lengthens, never shortens. */
    add(key: string, until: number, now: number): void {
      const end = Math.ceil(monotonic() / 1000 + Math.max(0, until - now)) + ROUNDING
      if (end > (ends.get(key) ?? 0)) ends.set(key, end)
    },
    /** Lets go of what is over, a part at a time; each call goes on where the last one stopped. */
    sweep(): void {
      const now = Math.floor(monotonic() / 1000)
      cursor ??= ends.entries()
      for (let i = 0; i < SWEPT_AT_ONCE; i++) {
        const { value, done } = cursor.next()
        if (done) {
          cursor = null
          return
        }
        if (value[1] < now) ends.delete(value[0])
      }
    },
    clear(): void {
      ends.clear()
      cursor = null
    },
  }
}

export type Entries = ReturnType<typeof createEntries>
