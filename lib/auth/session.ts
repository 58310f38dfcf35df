import { accessExpiry, issueAccessToken, type TokenRules } from './access-token.ts'
import type { Account, Activity, ActivityKind, EndReason, NewActivity, Session } from './ports.ts'
import {
  firstRefreshToken,
  formatRefreshToken,
  hashOf,
  newHolder,
  type Pepper,
  type RefreshToken,
} from './refresh-token.ts'
import type { Strategy } from './strategies.ts'

/** What a browser is given. `refreshToken` and `holder` are null for strategies without renewal. */
export interface IssuedTokens {
  readonly session: Session
  readonly accessToken: string
  readonly refreshToken: string | null
  readonly holder: string | null
}

export interface NewSession {
  readonly session: Session
  readonly refresh: RefreshToken | null
}

/** A session as it is first written: generation 0, opened under the account's present version. */
export function newSession(
  rules: TokenRules & { peppers: readonly Pepper[] },
  account: Account,
  { strategy, device }: { strategy: Strategy; device: string },
  now: number,
): NewSession {
  const id = crypto.randomUUID()
  const { refreshLifetime } = rules.strategies[strategy]
  const accessUntil = accessExpiry(rules.strategies, strategy, now)
  const refresh = refreshLifetime ? firstRefreshToken(rules.peppers, id) : null
  const expiresAt = refreshLifetime ? now + refreshLifetime.max : accessUntil
  const session: Session = {
    id,
    accountId: account.id,
    openedVersion: account.version,
    strategy,
    device,
    generation: 0,
    currentHash: refresh ? hashOf(refresh.secret) : null,
    nonce: null,
    rotatedAt: now,
    usedAt: null,
    rotatedBy: null,
    shadowedGeneration: null,
    accessUntil,
    createdAt: now,
    lastSeenAt: now,
    authenticatedAt: now,
    idleExpiresAt: refreshLifetime ? Math.min(now + refreshLifetime.idle, expiresAt) : accessUntil,
    expiresAt,
    revokedAt: null,
    revokedReason: null,
  }
  return { session, refresh }
}

/** Signs the access token of the session's current generation and dates it `now`, the time of the transaction. */
export async function issueTokens(
  rules: TokenRules,
  { session, refresh }: NewSession,
  now: number,
): Promise<IssuedTokens> {
  return {
    session,
    accessToken: await issueAccessToken(rules, session, now),
    refreshToken: refresh ? formatRefreshToken(refresh) : null,
    holder: refresh ? newHolder() : null,
  }
}

export function endedSession(session: Session, reason: EndReason, now: number): Session {
  return { ...session, revokedAt: now, revokedReason: reason }
}

/** Neither ended, nor past its time, nor opened under a version that was retired since. */
export function isOpen(session: Session, account: Account, now: number): boolean {
  return session.revokedAt === null && now < session.idleExpiresAt && session.openedVersion === account.version
}

export function activityOf(
  session: Session,
  kind: ActivityKind,
  at: number,
  reason: EndReason | null = null,
): NewActivity {
  return { accountId: session.accountId, sessionId: session.id, kind, at, generation: session.generation, reason }
}

/** What happened to an account outside of its sessions. */
export function activityOfAccount({ id }: Account, kind: ActivityKind, at: number): NewActivity {
  return { accountId: id, sessionId: null, kind, at, generation: null, reason: null }
}

/** A session as its owner may see it. Holds no credential. Times in seconds; `refreshExpiresAt` null: it cannot renew. */
export interface SessionView {
  id: string
  strategy: Strategy
  generation: number
  device: string
  createdAt: number
  lastSeenAt: number
  /** When the current generation was issued, and when it was first seen in use. */
  rotatedAt: number
  usedAt: number | null
  accessExpiresAt: number
  refreshExpiresAt: number | null
  /** The account's other sessions can be told from the one that asks. */
  current: boolean
  endedAt: number | null
  endedReason: EndReason | null
}

export function viewOf(session: Session, currentSessionId: string | null): SessionView {
  return {
    id: session.id,
    strategy: session.strategy,
    generation: session.generation,
    device: session.device,
    createdAt: session.createdAt,
    lastSeenAt: session.lastSeenAt,
    rotatedAt: session.rotatedAt,
    usedAt: session.usedAt,
    accessExpiresAt: session.accessUntil,
    refreshExpiresAt: session.currentHash === null ? null : session.idleExpiresAt,
    current: session.id === currentSessionId,
    endedAt: session.revokedAt,
    endedReason: session.revokedReason,
  }
}

export type ActivityView = Pick<Activity, 'id' | 'kind' | 'at' | 'sessionId' | 'generation' | 'reason'>

export function activityViewOf({ id, kind, at, sessionId, generation, reason }: Activity): ActivityView {
  return { id, kind, at, sessionId, generation, reason }
}
