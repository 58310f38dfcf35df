import { setTimeout as pause } from 'node:timers/promises'

/** Milliseconds. Whoever has waited for longer goes ahead: a turn spares collisions, and is no lock. */
const PATIENCE = 1_000

/** Lets the calls of this process that are about one key follow each other. */
export function createTurns() {
  const last = new Map<string, Promise<unknown>>()

  return async <Result>(key: string, work: () => Promise<Result>): Promise<Result> => {
    const before = last.get(key)
    const mine = before ? Promise.race([before, pause(PATIENCE, null, { ref: false })]).then(work) : work()
    const over = mine.catch(() => {})
    last.set(key, over)
    try {
      return await mine
    } finally {
      if (last.get(key) === over) last.delete(key)
    }
  }
}
