import type { Strategy } from './strategies.ts'

/** Who is asking: the verified claims of one access token. Nothing in it comes from a database. Times are NumericDates (seconds). */
export interface Principal {
  readonly accountId: string
  readonly sessionId: string
  /** The token's own id, `jti`. */
  readonly tokenId: string
  readonly strategy: Strategy
  /** The account's token version when the session was opened: retired versions are denied by membership. */
  readonly version: number
  /** Refresh generation this token was issued with. */
  readonly generation: number
  readonly issuedAt: number
  readonly expiresAt: number
}
