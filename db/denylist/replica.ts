import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Denial } from '../../lib/auth/ports.ts'
import { type RedisCommands, Unavailable } from './commands.ts'
import { createEntries } from './entries.ts'
import { integer, type LogEntry, logEntries, readMessage } from './script.ts'
import { type Epoch, LEASE, type Trust, type TrustDeps } from './trust.ts'

/** Milliseconds between two heartbeats: a lease survives the loss of two. */
const BEAT = 300
/** Entries of the log in one heartbeat, and denials in one page of a snapshot. */
const LOG_PAGE = 1000
const SNAPSHOT_PAGE = 5000

export interface ReplicaDeps extends Pick<TrustDeps, 'keys' | 'listDenials' | 'monotonic' | 'report'> {
  readonly commands: RedisCommands
  readonly trust: Trust
  /** Milliseconds since the epoch, by the clock that somebody may set. */
  readonly wall: () => number
}

export interface Replica {
  readonly id: string
  readonly size: number
  /** The first of `keys` that is denied, null: none is; undefined: no lease, ask Redis. Look-up and lease in one turn. */
  find(keys: readonly string[]): string | null | undefined
  /** What this process has denied itself: in force here before Redis has it. */
  add(denials: readonly Denial[]): void
  hasLease(): boolean
  /** Lets the lease go, then tells the writers that nobody has to wait for it. */
  stop(): Promise<void>
}

/**
 * The denylist in this process, leased (Gray and Cheriton, 1989): it answers alone for `LEASE` milliseconds after it sent a
 * heartbeat whose answer held everything that Redis had. A heartbeat is the reading: a stuck reader has no lease.
 * The protocol and why it holds: lib/decisions/021.
 */
export function createReplica({ commands, trust, keys, listDenials, monotonic, wall, report }: ReplicaDeps): Replica {
  const id = randomUUID()
  const entries = createEntries(monotonic)
  const strip = (key: string) => key.slice(keys.entry('').length)
  /** The last entry of the log that is applied with all before it; null: a snapshot is needed. */
  let cursor: number | null = null
  let joined: Epoch | null = null
  let lease: { monotonic: number; wall: number } | null = null
  let beats = 0
  let said = ''
  let beating: Promise<void> | null = null
  let again = false
  let stopped = false
  let unsubscribe: (() => Promise<void>) | null = null

  const hasLease = (): boolean => {
    if (!lease) return false
    const [passed, shown] = [monotonic() - lease.monotonic, wall() - lease.wall]
    // Both: a suspended machine's monotonic clock stood still.
    return passed >= 0 && passed <= LEASE && shown >= 0 && shown <= LEASE
  }

  function apply(news: readonly LogEntry[], now: number): void {
    for (const { key, until } of news) entries.add(key, until, now)
  }

  /** Moves the cursor over entries that follow it without a gap. False: some are missing. */
  function advance(news: readonly LogEntry[]): boolean {
    for (const { seq } of news) {
      if (cursor === null || seq > cursor + 1) return false
      cursor = Math.max(cursor, seq)
    }
    return true
  }

  async function beatOnce(): Promise<void> {
    const { epoch } = trust
    if (!epoch) {
      void trust.recover()
      return
    }
    if (joined?.id !== epoch.id || cursor === null) await load(epoch)
    const sent = { monotonic: monotonic(), wall: wall() }
    const from = cursor!
    beats++
    said = `${from}:${beats}`
    const [tail, now, log] = await trust.run([], ['beat', id, String(from), String(beats), String(LOG_PAGE)])
    if (trust.epoch?.id !== epoch.id) return
    const news = logEntries(log, strip)
    apply(news, integer(now))
    if (!advance(news) || (cursor! < integer(tail) && news.length < LOG_PAGE)) {
      cursor = null
      lease = null
      report('replica_gap')
      again = true
    } else if (cursor! >= integer(tail)) lease = sent
    else again = true
    // The next heartbeat tells the writers what this one brought.
    if (cursor !== null && cursor > from) again = true
    entries.sweep()
  }

  /** First the end of the log, then the database, which has everything that is in the log up to there. */
  async function load(epoch: Epoch): Promise<void> {
    lease = null
    const [tail, now] = await trust.run([], ['tail'])
    entries.clear()
    for (let after = ''; ; ) {
      const page = await listDenials({ after, limit: SNAPSHOT_PAGE })
      for (const { key, until } of page) entries.add(key, until, integer(now))
      if (page.length < SNAPSHOT_PAGE) break
      after = page.at(-1)!.key
      // A database in this process answers without letting anybody else have a turn.
      await nextTurn()
    }
    joined = epoch
    cursor = integer(tail)
  }

  function beat(): void {
    if (stopped) return
    if (beating) {
      again = true
      return
    }
    again = false
    beating = beatOnce()
      .catch(() => {})
      .finally(() => {
        beating = null
        if (again) beat()
      })
  }

  /** Pushed news are applied at once; only a heartbeat acknowledges them, and only a heartbeat lengthens the lease. */
  function hear(text: string): void {
    const message = joined && readMessage(text, joined.id, strip)
    if (!message) return
    apply(message.entries, message.now)
    if (message.entries.length > 0 && cursor !== null) advance(message.entries)
    beat()
  }

  const timer = setInterval(beat, BEAT).unref()
  commands
    .subscribe?.(keys.channel, { message: hear, lost: beat })
    .then((stop) => {
      unsubscribe = stop
      if (stopped) void stop()
    })
    .catch((error) => report('replica_without_push', error))
  beat()

  return {
    id,
    get size() {
      return entries.size
    },
    hasLease,
    find(asked) {
      if (!hasLease()) return undefined
      for (const key of asked) if (entries.has(key)) return key
      return null
    },
    add(denials) {
      // Its own clock: a moment that is wrong by the skew is covered by the margin of every denial.
      for (const { key, until } of denials) entries.add(key, until, wall() / 1000)
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      lease = null
      await beating
      await unsubscribe?.().catch(() => {})
      await trust.run([], ['forget', id, said]).catch(() => {})
    },
  }
}

/** Whether a replica has applied everything up to `tail`, by what it last said. Throws Unavailable. */
export function hasSeen(said: string, tail: number): boolean {
  const cursor = /^(\d+):\d+$/.exec(said)?.[1]
  if (cursor === undefined) throw new Unavailable('A replica said something else')
  return Number(cursor) >= tail
}
