import { denyEra, publish } from './denylist.ts'
import type { AuthDeps } from './deps.ts'
import { firstVersionOf } from './era.ts'
import type { Denial } from './ports.ts'

export interface Revocation {
  accounts: number
  /** Those that were open. */
  sessions: number
  /** False: the denylist has not said so yet; the database refuses already, and the outbox goes on. */
  confirmed: boolean
}

/**
 * For an operator, after the database was restored: a new era, in one transaction. Every session ends, and every access token from
 * before it is refused, also those of sessions, versions and accounts that this database no longer knows. Under a strategy that
 * does not deny, an access token lives to its `exp`.
 */
export async function revokeAll(deps: AuthDeps): Promise<Revocation> {
  let denials: Denial[] = []
  const counts = await deps.store.beginEra((era, now) => {
    denials = denyEra(era, now)
    // Never one that a database which was restored since has already used: time goes on.
    const next = Math.max(era + 1, Math.floor(now))
    return { era: next, version: firstVersionOf(next), reason: 'revoked_by_operator', denials }
  })
  return { ...counts, confirmed: (await publish(deps, denials)).length === 0 }
}
