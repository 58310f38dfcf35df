import { requireInTime, type TokenRules, verifyAccessToken } from './access-token.ts'
import type { Principal } from './principal.ts'
import type { SigningKeys } from './signing-keys.ts'

/** What one access token was found to say, and the rules it was measured by. */
export interface VerifiedToken {
  readonly principal: Principal
  readonly keys: SigningKeys
  readonly issuer: string
  readonly audience: string
}

/**
 * Signatures that were found right, by the exact text of their token: a JWT is presented hundreds of times, and its signature does not
 * change. Bounded by whoever gives it, and free to forget at any moment. Holds tokens that work: as secret as a cookie jar.
 */
export interface VerifiedTokens {
  get(token: string): VerifiedToken | undefined
  set(token: string, verified: VerifiedToken): unknown
}

interface RememberingRules extends TokenRules {
  readonly verified?: VerifiedTokens | undefined
}

/**
 * The claims of a token that was verified before under these very keys; null: verify it. Everything that time or configuration can
 * change is compared again, and throws the AuthError of a first verification. Does NOT ask whether it was revoked.
 */
export function recallToken(rules: RememberingRules, token: string, now: number): Principal | null {
  const known = rules.verified?.get(token)
  // Two engines may share a memory: what one verified says nothing about the other's keys or audience.
  if (known?.keys !== rules.keys || known.issuer !== rules.issuer || known.audience !== rules.audience) return null
  requireInTime(rules, known.principal, now)
  return known.principal
}

/** `verifyAccessToken`, and remembers what it accepted. A refusal is never remembered: nobody fills this without our signature. */
export async function verifyAndRemember(rules: RememberingRules, token: string, now: number): Promise<Principal> {
  const principal = await verifyAccessToken(rules, token, now)
  const { keys, issuer, audience } = rules
  rules.verified?.set(detached(token), { principal, keys, issuer, audience })
  return principal
}

/** The same text in memory of its own: a part of a string keeps the whole of it alive, here a request's Cookie header. */
const detached = (text: string) => Buffer.from(text, 'latin1').toString('latin1')
