import { verifyAccessToken } from './access-token.ts'
import { denySession, drain, publish } from './denylist.ts'
import type { AuthDeps } from './deps.ts'
import { AuthError } from './errors.ts'
import { actAsOwn } from './own-session.ts'
import type { Change, Denial, EndReason, Session } from './ports.ts'
import type { Principal } from './principal.ts'
import { type EndedSession, type Receipt, receiptFor, summarise } from './receipt.ts'
import { parseRefreshToken } from './refresh-token.ts'
import { activityOf, endedSession } from './session.ts'

export interface PresentedTokens {
  readonly accessToken: string | null
  readonly refreshToken: string | null
  /** What a logout that could not be confirmed was left with: either kind of token. */
  readonly unfinished?: string | null
}

/**
 * Ends every session that a presented token names. Idempotent: with expired, unknown or no tokens nothing is ended and the
 * receipt says so. Never throws for a store that cannot answer: what is not committed stands in the receipt as pending.
 */
export async function logout(
  deps: AuthDeps,
  { accessToken, refreshToken, unfinished = null }: PresentedTokens,
  reason: EndReason = 'logged_out',
): Promise<Receipt> {
  const verify = (token: string | null) => verifyAccessToken(deps, token ?? '', deps.now()).catch(() => null)
  const access = await Promise.all([accessToken, unfinished].map(verify))
  const refresh = [refreshToken, unfinished].map((token) => parseRefreshToken(deps.peppers, token ?? ''))
  const sessionIds = new Set([...refresh, ...access].flatMap((token) => token?.sessionId ?? []))
  const ended = await Promise.all(
    [...sessionIds].map((id) =>
      endOne(deps, id, reason).then(
        (receipt) => receipt.ended,
        () => unconfirmed(deps, id, access.find((token) => token?.sessionId === id) ?? null),
      ),
    ),
  )
  return summarise(ended.flat())
}

/**
 * Ends one session of the caller's account; its own without asking. Throws `session_not_found` for anybody else's,
 * `session_revoked` as all verbs do, and for another session `reauthentication_required`.
 */
export async function revokeSession(deps: AuthDeps, caller: Principal, sessionId: string): Promise<Receipt> {
  const isOwn = sessionId === caller.sessionId
  const ending = await actAsOwn(deps, caller, { stepUp: !isOwn }, (_account, open, now): Change<Ending | null> => {
    const session = open.find(({ id }) => id === sessionId)
    return session ? decideEnding(deps, session, isOwn ? 'logged_out' : 'ended_by_owner', now) : { outcome: null }
  })
  if (ending) return told(deps, ending)
  // None of the open ones: one that ended before is said to have, and its denial published again.
  const session = await deps.store.findSession(sessionId)
  if (session?.accountId !== caller.accountId) throw new AuthError('session_not_found')
  return endOne(deps, sessionId, 'ended_by_owner')
}

interface Ending {
  session: Session
  denials: Denial[]
  now: number
  isRetry: boolean
}

function decideEnding(deps: AuthDeps, session: Session, reason: EndReason, now: number): Change<Ending> {
  const denials = denySession(deps.strategies, session, now)
  if (session.revokedAt !== null) return { outcome: { session, denials, now, isRetry: true } }
  const ended = endedSession(session, reason, now)
  return {
    outcome: { session: ended, denials, now, isRetry: false },
    sessions: [ended],
    denials,
    activity: [activityOf(ended, 'session_ended', now, reason)],
  }
}

/** One session, whoever's: its caller has proved the right to. */
async function endOne(deps: AuthDeps, sessionId: string, reason: EndReason): Promise<Receipt> {
  const ending = await deps.store.withSession(sessionId, (session, _account, now) =>
    decideEnding(deps, session, reason, now),
  )
  return ending ? told(deps, ending) : summarise([])
}

/** The denylist and the account's streams hear of it. A retry publishes the same denial again. */
async function told(deps: AuthDeps, { session, denials, now, isRetry }: Ending): Promise<Receipt> {
  const pending = await publish(deps, denials)
  // What was left behind may be the retired version of a logout everywhere, which only the outbox still knows.
  if (isRetry && pending.length === 0) await drain(deps)
  deps.notify(session.accountId)
  return receiptFor(deps.strategies, [session], pending, now)
}

/** The database did not answer: the longest that a copy of any access token issued until now could work. */
function unconfirmed({ strategies, now }: AuthDeps, sessionId: string, known: Principal | null): EndedSession {
  const rows = known ? [strategies[known.strategy]] : Object.values(strategies)
  const newest = Math.ceil(now() + Math.max(...rows.map(({ accessLifetime }) => accessLifetime)))
  return {
    sessionId,
    strategy: known?.strategy ?? null,
    refresh: 'pending',
    access: 'pending',
    // Where nothing renews, the token that was presented is the only one there is.
    stolenTokenWorksUntil: known && !strategies[known.strategy].rotates ? known.expiresAt : newest,
  }
}
