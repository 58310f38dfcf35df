import { randomBytes } from 'node:crypto'
import type { Denial } from '../../lib/auth/ports.ts'
import { NoScript, type RedisCommands, Unavailable } from './commands.ts'
import { decode, type Keys, SCRIPT_VERSION, scriptFor, shaOf } from './script.ts'

/** Milliseconds that a replica may answer for itself after a heartbeat was sent. */
export const LEASE = 1000
/** How much faster one machine's monotonic clock may run than another's: quartz is a thousand times better. */
export const DRIFT = 1.05
/** Milliseconds after which another process may take over a rebuild that has stopped. */
const CANDIDATE = 10_000
/** Denials in one page of a rebuild. */
const PAGE = 1000
/** Milliseconds between two attempts to trust again. */
const RETRY = 250

export type TrustState = 'trusted' | 'rebuilding' | 'unavailable' | 'evicting' | 'other_version'

export interface TrustDeps {
  readonly commands: RedisCommands
  readonly keys: Keys
  /** Denials in force, from the database: pages of `limit` keys greater than `after`. */
  readonly listDenials: (options: { after: string; limit: number }) => Promise<Denial[]>
  /** Milliseconds; never set back. */
  readonly monotonic: () => number
  readonly report: (event: string, cause?: unknown) => void
}

/** An epoch that was seen in force, and the SHA-1 of its script. */
export interface Epoch {
  readonly id: string
  readonly sha: string
}

export interface Trust {
  /** Null: Redis is not to be believed now. */
  readonly epoch: Epoch | null
  readonly state: TrustState
  /** Runs the script of the epoch. Throws Unavailable, and begins to recover, when Redis is not the one that was trusted. */
  run(keys: readonly string[], args: readonly string[]): Promise<unknown[]>
  /** Resolves when an attempt to trust Redis has been made; true: it is trusted. */
  recover(): Promise<boolean>
  /** A rebuild although Redis is to be believed. False: it was not finished, and `recover` goes on. */
  renew(): Promise<boolean>
  stop(): void
}

/**
 * Whether this Redis still knows everything that was denied. It does while the script of its epoch answers (see `script.ts`). When
 * it does not, a rebuild takes a new epoch, fills Redis from the database, waits until no replica of an older epoch can hold a
 * lease, and only then puts the epoch in force. Meanwhile nothing is asked here: the caller asks the database.
 */
export function createTrust({ commands, keys, listDenials, monotonic, report }: TrustDeps): Trust {
  const all = [keys.epoch, keys.candidate, keys.tail, keys.log, keys.replicas]
  let epoch: Epoch | null = null
  let prepared: Epoch | null = null
  let state: TrustState = 'unavailable'
  let attempt: Promise<boolean> | null = null
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  function lose(cause: unknown): void {
    if (epoch) report('denylist_distrusted', cause)
    epoch = null
    void recover()
  }

  async function run(entries: readonly string[], args: readonly string[]): Promise<unknown[]> {
    const trusted = epoch
    if (!trusted) {
      void recover()
      throw new Unavailable('The denylist is not trusted now')
    }
    const ask = args[0] === 'find' ? [keys.epoch, ...entries] : [...all, ...entries]
    const { said, rest } = await commands.evalsha(trusted.sha, ask, args).then(decode, (error) => {
      if (error instanceof NoScript && epoch === trusted) lose(error)
      throw error
    })
    if (said === 'ok') return rest
    const error = new Unavailable('The denylist was wiped, or is being rebuilt')
    if (epoch === trusted) lose(error)
    throw error
  }

  function recover(): Promise<boolean> {
    attempt ??= tryOnce()
      .catch((error) => {
        if (state !== 'unavailable') report('denylist_unavailable', error)
        state = 'unavailable'
        return false
      })
      .then((trusted) => {
        attempt = null
        if (!trusted && !stopped) timer = setTimeout(() => void recover(), RETRY).unref()
        return trusted
      })
    return attempt
  }

  async function tryOnce(): Promise<boolean> {
    clearTimeout(timer)
    if (epoch || stopped) return epoch !== null
    const known = await commands.get(keys.epoch)
    const version = Number(/^(\d+)-/.exec(known ?? '')?.[1] ?? 0)
    if (version > SCRIPT_VERSION) {
      // Newer instances own this Redis; this one asks the database until it is replaced.
      if (state !== 'other_version') report('denylist_other_version')
      state = 'other_version'
      return false
    }
    if (known && version === SCRIPT_VERSION) {
      const seen = { id: known, sha: shaOf(scriptFor(known)) }
      const answer = await commands.evalsha(seen.sha, [keys.epoch], ['find']).then(decode, (error) => {
        if (error instanceof NoScript) return null
        throw error
      })
      if (answer?.said === 'ok') return adopt(seen)
    }
    return rebuild()
  }

  async function renew(): Promise<boolean> {
    await attempt
    epoch = null
    attempt = rebuild().catch(() => false)
    const renewed = await attempt
    attempt = null
    if (!renewed) void recover()
    return renewed
  }

  async function rebuild(): Promise<boolean> {
    const started = monotonic()
    // A database that does not answer is found out before anything is taken out of force.
    await listDenials({ after: '', limit: 1 })
    prepared ??= await prepare()
    const { id, sha } = prepared
    const ask = (entries: readonly string[], args: string[]) =>
      commands.evalsha(sha, [...all, ...entries], args).then(decode, (error) => {
        prepared = null
        throw error
      })
    if (isEvicting((await ask([], ['memory'])).rest[0])) {
      if (state !== 'evicting') report('denylist_evicts')
      state = 'evicting'
      return false
    }
    state = 'rebuilding'
    if ((await ask([], ['begin', String(CANDIDATE)])).said !== 'ok') return false
    // An epoch begins once: replicas tell one from the next by its name alone.
    prepared = null
    // No heartbeat of an older epoch can be answered from here on.
    const begun = monotonic()
    let count = 0
    for (let after = ''; ; ) {
      const page = await listDenials({ after, limit: PAGE })
      const ends = page.map(({ until }) => String(Math.ceil(until)))
      const filled = await ask(
        page.map(({ key }) => keys.entry(key)),
        ['fill', String(CANDIDATE), ...ends],
      )
      if (filled.said !== 'ok') return false
      count += page.length
      if (page.length < PAGE) break
      after = page.at(-1)!.key
    }
    while (monotonic() - begun < LEASE * DRIFT)
      await new Promise((resolve) => setTimeout(resolve, LEASE * DRIFT - (monotonic() - begun)))
    if ((await ask([], ['publish'])).said !== 'ok') return false
    report('denylist_rebuilt', { entries: count, milliseconds: Math.round(monotonic() - started) })
    return adopt({ id, sha })
  }

  /** The script of an epoch that is still to begin. Kept for the next attempt: Redis forgets no script by itself. */
  async function prepare(): Promise<Epoch> {
    const id = `${SCRIPT_VERSION}-${randomBytes(16).toString('base64url')}`
    return { id, sha: await commands.load(scriptFor(id)) }
  }

  function adopt(seen: Epoch): true {
    epoch = seen
    state = 'trusted'
    return true
  }

  return {
    get epoch() {
      return epoch
    },
    get state() {
      return state
    },
    run,
    recover,
    renew,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** From INFO memory: a Redis that may evict entries forgets what was revoked. An empty answer tells nothing and is let pass. */
function isEvicting(info: unknown): boolean {
  const field = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(String(info))?.[1]
  const policy = field('maxmemory_policy')
  return policy !== undefined && policy !== 'noeviction' && Number(field('maxmemory')) > 0
}
