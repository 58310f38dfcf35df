import { accessExpiry, verifyAccessToken } from './access-token.ts'
import { denySession, publish } from './denylist.ts'
import type { AuthDeps } from './deps.ts'
import { AuthError, type RefreshRefusal } from './errors.ts'
import type { Account, Change, Denial, EndReason, Session } from './ports.ts'
import { hashOf, newNonce, parseRefreshToken, type RefreshToken, successorOf } from './refresh-token.ts'
import { activityOf, endedSession, type IssuedTokens, issueTokens } from './session.ts'

export type Rotation =
  | { kind: 'rotated' | 'replayed'; session: Session; refresh: RefreshToken; now: number }
  /** The pair is younger than the leeway: nothing was issued, nothing needs to be. */
  | { kind: 'fresh'; session: Session }
  | { kind: 'refused'; code: RefreshRefusal; accountId: string }
  /** Reuse: committed although the request fails; `denials` is what the caller must publish. */
  | { kind: 'ended'; session: Session; denials: Denial[] }

export interface PresentedPair {
  readonly accessToken?: string | null
  readonly refreshToken: string | null
  readonly holder: string | null
}

/**
 * The next pair, or null tokens when the present one is still fresh. Throws AuthError with a refresh refusal.
 * `holder` is what the browser was given beside the token it presents; null where it sent none. `accessToken`: what came with it.
 */
export async function refresh(
  deps: AuthDeps,
  { accessToken, refreshToken, holder }: PresentedPair,
): Promise<{ session: Session; tokens: IssuedTokens | null }> {
  if (!refreshToken) throw new AuthError('refresh_missing')
  const presented = parseRefreshToken(deps.peppers, refreshToken)
  if (!presented) throw new AuthError('refresh_unknown')
  // One answers a request in one session. A neighbour's cookie would otherwise swap the login of somebody who is logged in.
  const access = accessToken && (await verifyAccessToken(deps, accessToken, deps.now()).catch(() => null))
  if (access && access.sessionId !== presented.sessionId) throw new AuthError('refresh_unknown')

  const rotation = await deps.store.withSession(presented.sessionId, decideRotation(deps, presented, holder))
  if (!rotation) throw new AuthError('refresh_unknown')
  if (rotation.kind === 'refused') {
    const { code, accountId } = rotation
    throw new AuthError(code, { sessionId: presented.sessionId, accountId })
  }
  if (rotation.kind === 'ended') await publish(deps, rotation.denials)
  deps.notify(rotation.session.accountId)
  if (rotation.kind === 'ended') throw new AuthError('refresh_reused')
  if (rotation.kind === 'fresh') return { session: rotation.session, tokens: null }
  return { session: rotation.session, tokens: await issueTokens(deps, rotation, rotation.now) }
}

type RotationRules = Pick<AuthDeps, 'strategies' | 'leeway' | 'peppers'>

/** The whole rule of rotation, pure: what happens to this row when this genuine token is presented by this holder. */
export function decideRotation(rules: RotationRules, presented: RefreshToken, holder: string | null) {
  return (session: Session, account: Account, now: number): Change<Rotation> => {
    const refused = (code: RefreshRefusal): Change<Rotation> => ({
      outcome: { kind: 'refused', code, accountId: account.id },
    })
    // Whoever comes second learns why: the honest one of the two must know that a copy is about.
    if (alarms.some((alarm) => alarm === session.revokedReason)) return refused('refresh_reused')
    if (session.revokedAt !== null || session.openedVersion !== account.version) return refused('session_revoked')
    if (now >= session.idleExpiresAt) return refused('refresh_expired')
    if (session.currentHash === null) return refused('refresh_unknown')

    if (isCurrent(session, presented)) {
      // The login's own pair may be renewed at once; every later one is fresh for the leeway. Three tabs without a lock would
      // otherwise turn an honest request into a grandparent, and nobody may rotate faster than this.
      const isFresh = session.generation > 0 && now - session.rotatedAt < rules.leeway
      return isFresh ? keep(session, now) : rotate(rules, session, presented, holder, now)
    }
    if (isParentOfCurrent(rules, session, presented)) {
      // Anchored at the child's first use, not at the rotation: a lost reply may be retried the next morning, and twice.
      const isRetry = session.usedAt === null || now - session.usedAt <= rules.leeway
      return isRetry ? replay(rules, session, presented, holder, now) : end(rules, session, 'refresh_reused', now)
    }
    const fromTheFuture = presented.generation > session.generation
    return end(rules, session, fromTheFuture ? 'database_rolled_back' : 'refresh_reused', now)
  }
}

function isCurrent(session: Session, presented: RefreshToken): boolean {
  return presented.generation === session.generation && hashOf(presented.secret) === session.currentHash
}

function isParentOfCurrent({ peppers }: RotationRules, session: Session, presented: RefreshToken): boolean {
  if (presented.generation !== session.generation - 1 || session.nonce === null) return false
  return hashOf(successorOf(peppers, presented, session.nonce).secret) === session.currentHash
}

function keep(session: Session, now: number): Change<Rotation> {
  const seen = { ...session, usedAt: session.usedAt ?? now, lastSeenAt: now }
  return { outcome: { kind: 'fresh', session: seen }, sessions: [seen] }
}

function rotate(
  { strategies, peppers }: RotationRules,
  session: Session,
  presented: RefreshToken,
  holder: string | null,
  now: number,
): Change<Rotation> {
  const nonce = newNonce(peppers)
  const refresh = successorOf(peppers, presented, nonce)
  const idle = strategies[session.strategy].refreshLifetime?.idle ?? 0
  const next: Session = {
    ...session,
    generation: refresh.generation,
    currentHash: hashOf(refresh.secret),
    nonce,
    rotatedAt: now,
    usedAt: null,
    rotatedBy: holder && hashOf(holder),
    accessUntil: Math.max(session.accessUntil, accessExpiry(strategies, session.strategy, now)),
    lastSeenAt: now,
    idleExpiresAt: Math.min(now + idle, session.expiresAt),
  }
  return {
    outcome: { kind: 'rotated', session: next, refresh, now },
    sessions: [next],
    activity: [activityOf(next, 'refreshed', now)],
  }
}

/** The identical successor again. Counts, once for each generation, replays by somebody who did not rotate. */
function replay(
  rules: RotationRules,
  session: Session,
  presented: RefreshToken,
  holder: string | null,
  now: number,
): Change<Rotation> {
  const byAnother = holder === null || hashOf(holder) !== session.rotatedBy
  // Two in a row: a victim and a thief who share every generation differ in each; an honest browser whose cookies
  // were flushed late differs in one.
  if (byAnother && session.shadowedGeneration === session.generation - 1)
    return end(rules, session, 'refresh_shadowed', now)
  const seen: Session = {
    ...session,
    shadowedGeneration: byAnother ? session.generation : session.shadowedGeneration,
    accessUntil: Math.max(session.accessUntil, accessExpiry(rules.strategies, session.strategy, now)),
    lastSeenAt: now,
  }
  const refresh = successorOf(rules.peppers, presented, session.nonce!)
  return {
    outcome: { kind: 'replayed', session: seen, refresh, now },
    sessions: [seen],
    activity: [activityOf(seen, 'replayed', now)],
  }
}

export const alarms = ['refresh_reused', 'refresh_shadowed', 'database_rolled_back'] as const satisfies EndReason[]
export type Alarm = (typeof alarms)[number]

function end({ strategies }: RotationRules, session: Session, reason: Alarm, now: number): Change<Rotation> {
  const denials = denySession(strategies, session, now)
  const ended = endedSession(session, reason, now)
  return {
    outcome: { kind: 'ended', session: ended, denials },
    sessions: [ended],
    denials,
    activity: [activityOf(session, reason, now, reason)],
  }
}
