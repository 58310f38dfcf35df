import { createHash } from 'node:crypto'
import type { Database } from '../../db/open.ts'
import { AuthError, type AuthErrorCode, normaliseEmail, type Pepper } from '../auth/index.ts'
import type { Env } from './env.ts'
import { knownDevice } from './known-device.ts'
import type { Limiter } from './ports.ts'

/** Account-wide, a guesser from many addresses gets this many times what one address gets. */
const ACCOUNT_WIDE = 10

/** How a guess is answered. */
const GUESSED = new Set<AuthErrorCode>(['invalid_credentials', 'reset_refused'])

export interface Attempt {
  /** What names the account: its e-mail at a login, its id where a session is open. */
  account: string
  address: string
  /** The device cookie, if any. */
  device: string | null
  /** False: from how many addresses together is not counted. Else whoever wanted could use it up for the owner. */
  accountWide?: boolean
}

export type Refusal = { retryAfter: number }

/**
 * Limits attempts at a password before it is hashed. Points are taken first and given back on success, so that a hundred
 * guesses at once get no more than ten in a row, and a success gives back only its own.
 */
export function createAttempts(
  database: Database,
  { limits, peppers }: Pick<Env, 'limits'> & { peppers: () => Promise<readonly Pepper[]> },
) {
  const perPair = database.openLimiter({ name: 'pair', ...limits.account })
  const perAddress = database.openLimiter({ name: 'address', ...limits.address })
  const perAccount = database.openLimiter({
    name: 'account',
    ...limits.account,
    points: limits.account.points * ACCOUNT_WIDE,
  })
  const perRegistration = database.openLimiter({ name: 'register', ...limits.address })
  const perAll = limits.global && database.openLimiter({ name: 'all', ...limits.global })

  async function countersFor({ account, address, device, accountWide = true }: Attempt): Promise<[Limiter, string][]> {
    // An e-mail that nobody has may be a password typed into the wrong field: its hash is enough to count by.
    const who = createHash('sha256').update(normaliseEmail(account)).digest('base64url')
    const counters: [Limiter, string][] = [
      [perAddress, address],
      [perPair, `${who}:${address}`],
    ]
    if (accountWide && !knownDevice(await peppers()).isKnown(account, device)) counters.push([perAccount, who])
    if (perAll) counters.push([perAll, 'all'])
    return counters
  }

  return {
    /** Runs `attempt` if it may be made. Throws `store_unavailable` when nobody can count. */
    async guard<Result>(who: Attempt, attempt: () => Promise<Result>): Promise<Result | Refusal> {
      const taken: [Limiter, string][] = []
      const giveBack = () => Promise.all(taken.map(([limiter, key]) => limiter.giveBack(key))).catch(() => {})
      for (const [limiter, key] of await countersFor(who)) {
        const one = await limiter.take(key).catch(unavailable)
        if (one.allowed) taken.push([limiter, key])
        else {
          // Else one address, refused by its own counter, would use up what an account has from everywhere.
          await giveBack()
          return { retryAfter: Math.max(1, one.retryAfter) }
        }
      }
      try {
        const result = await attempt()
        await giveBack()
        return result
      } catch (error) {
        // Only a wrong password or code costs: an outage is not the caller's failure.
        if (!GUESSED.has((error as AuthError).code)) await giveBack()
        throw error
      }
    },
    /** One more account from this address? Counted whatever comes of it: each costs a hash, and tells whether an e-mail is taken. */
    async register(address: string): Promise<Refusal | null> {
      const taken = await perRegistration.take(address).catch(unavailable)
      return taken.allowed ? null : { retryAfter: taken.retryAfter }
    },
    deviceProof: async (email: string) => knownDevice(await peppers()).issue(email),
    isKnownDevice: async (email: string, presented: string | null) =>
      knownDevice(await peppers()).isKnown(email, presented),
  }
}

function unavailable(cause: unknown): never {
  throw new AuthError('store_unavailable', { cause })
}

export type Attempts = ReturnType<typeof createAttempts>
