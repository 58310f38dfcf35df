import type { Denial, Denylist } from '../../lib/auth/ports.ts'
import { Unavailable } from './commands.ts'
import { createReplica, hasSeen } from './replica.ts'
import { integer, keysFor, registry } from './script.ts'
import { createTrust, DRIFT, LEASE, type Trust, type TrustDeps, type TrustState } from './trust.ts'

/** Looks at who has seen a denial that follow each other at once: a round trip each, and whoever lives has seen it after two. */
const EAGER_LOOKS = 6
/** Milliseconds between two of those that come after, ever less often. */
const LONGEST_PAUSE = 20

export interface RedisDenylist extends Denylist {
  /** Resolves after the first attempt to trust Redis; true: it is trusted. */
  ready(): Promise<boolean>
  /** Takes the epoch out of force and fills Redis from the database under a new one. False: it could not. */
  renew(): Promise<boolean>
  /** `lease` null: this process keeps no replica. */
  state(): { trust: TrustState; lease: boolean | null; entries: number | null }
  close(): Promise<void>
}

export interface RedisDenylistOptions extends Pick<TrustDeps, 'commands' | 'listDenials' | 'report'> {
  /** One denylist, one prefix: two products on one Redis have two. */
  readonly prefix: string
  readonly replica: boolean
  readonly monotonic?: () => number
  readonly wall?: () => number
}

/**
 * The denylist in Redis. `find` is one round trip, or none while this process holds a lease. `deny` resolves when no check that
 * begins afterwards, in any process, lets a denied key pass; it throws when it cannot say so.
 */
export function createRedisDenylist({
  commands,
  listDenials,
  report,
  prefix,
  replica: wantsReplica,
  monotonic = () => performance.now(),
  wall = Date.now,
}: RedisDenylistOptions): RedisDenylist {
  const keys = keysFor(prefix)
  const trust = createTrust({ commands, keys, listDenials, monotonic, report })
  const replica = wantsReplica ? createReplica({ commands, trust, keys, listDenials, monotonic, wall, report }) : null

  return {
    driver: commands.driver,
    async find(asked) {
      if (asked.length === 0) return null
      const local = replica?.find(asked)
      if (local !== undefined) return local
      const [found] = await trust.run(asked.map(keys.entry), ['find'])
      const at = integer(found)
      if (at === 0) return null
      // A number beyond the question is no answer.
      return asked[at - 1] ?? refuse()
    },
    async deny(denials) {
      if (denials.length === 0) return
      replica?.add(denials)
      const longest = lastOfEach(denials)
      const entries = longest.map(({ key }) => keys.entry(key))
      const ends = longest.map(({ until }) => String(until))
      const [tail, replicas] = await trust.run(entries, ['deny', keys.channel, ...ends])
      const waiting = registry(replicas)
      if (replica) waiting.delete(replica.id)
      await untilSeen({ trust, monotonic }, { entries, ends, tail: integer(tail), waiting })
    },
    ready: () => trust.recover(),
    renew: trust.renew,
    state: () => ({ trust: trust.state, lease: replica?.hasLease() ?? null, entries: replica?.size ?? null }),
    async close() {
      await replica?.stop()
      trust.stop()
      await commands.close()
    },
  }
}

/** A key that stands twice in one command is denied until the later end; whole seconds, as Redis counts them. */
function lastOfEach(denials: readonly Denial[]): Denial[] {
  const ends = new Map<string, number>()
  for (const { key, until } of denials) ends.set(key, Math.max(Math.ceil(until), ends.get(key) ?? 0))
  return [...ends].map(([key, until]) => ({ key, until }))
}

/**
 * Waits until every replica that may hold a lease has applied the entries, or for the length of a lease by this process's own
 * clock, never for anything to expire in Redis. Throws Unavailable when the entries, or the Redis they were written to, are gone.
 */
async function untilSeen(
  { trust, monotonic }: { trust: Trust; monotonic: () => number },
  sent: { entries: string[]; ends: string[]; tail: number; waiting: Map<string, string> },
): Promise<void> {
  const { entries, ends, tail, waiting } = sent
  const since = monotonic()
  for (let looks = 1; ; looks += 1) {
    const over = monotonic() - since > LEASE * DRIFT
    const [missing, replicas] = await trust.run(entries, ['seen', ...ends])
    if (integer(missing) > 0) throw new Unavailable('An entry that was written is gone')
    const now = registry(replicas)
    const late = [...waiting].filter(([id]) => now.has(id) && !hasSeen(now.get(id)!, tail))
    if (late.length === 0) return
    if (over) {
      // Whoever has not said a word since then has no lease; nobody has to wait for it again.
      for (const [id, said] of late) if (now.get(id) === said) await trust.run([], ['forget', id, said])
      return
    }
    if (looks >= EAGER_LOOKS) await pause(Math.min(LONGEST_PAUSE, 2 ** (looks - EAGER_LOOKS)))
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

function refuse(): never {
  throw new Unavailable('Redis answered something else')
}
