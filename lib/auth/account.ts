import { denyVersion, publish } from './denylist.ts'
import type { AuthDeps } from './deps.ts'
import { actAsOwn } from './own-session.ts'
import type { Principal } from './principal.ts'
import { type Receipt, receiptFor } from './receipt.ts'
import { type ActivityView, activityViewOf, endedSession, type SessionView, viewOf } from './session.ts'

/** Rows of activity in one answer. The three routine kinds (used, refreshed, replayed) fill 150 at most, at 50 kept of each. */
const ACTIVITY_SHOWN = 200

/** Every session of the caller's account, newest first, ended ones until they are pruned; the caller's is `current`. */
export async function listSessions(deps: AuthDeps, caller: Principal): Promise<SessionView[]> {
  const sessions = await deps.store.listSessions(caller.accountId)
  return sessions.map((session) => viewOf(session, caller.sessionId))
}

/** The caller's own session; null: it was pruned, and only its access token is left. */
export async function findOwnSession(deps: AuthDeps, caller: Principal): Promise<SessionView | null> {
  const session = await deps.store.findSession(caller.sessionId)
  return session && viewOf(session, caller.sessionId)
}

/** What happened to the account: the newest, or the next ones after an id that was seen. */
export async function listActivity(deps: AuthDeps, caller: Principal, after?: number): Promise<ActivityView[]> {
  const rows = await deps.store.listActivity(caller.accountId, { after, limit: ACTIVITY_SHOWN })
  return rows.map(activityViewOf)
}

/** Null: the account was deleted, and only its access tokens are left. */
export async function findAccount(
  deps: AuthDeps,
  caller: Principal,
): Promise<{ id: string; email: string; createdAt: number } | null> {
  const account = await deps.store.findAccount(caller.accountId)
  return account && { id: account.id, email: account.email, createdAt: account.createdAt }
}

export interface AccountExport {
  account: { id: string; email: string; createdAt: number }
  sessions: SessionView[]
  activity: ActivityView[]
}

/** The account, its sessions and its newest events, as their owner may see them. Throws as `deleteAccount`. */
export async function exportAccount(deps: AuthDeps, caller: Principal): Promise<AccountExport> {
  const [sessions, activity] = await Promise.all([listSessions(deps, caller), listActivity(deps, caller)])
  // Asked last: what was read for a session that has ended meanwhile is not handed out.
  const { id, email, createdAt } = await actAsOwn(deps, caller, { stepUp: true }, (account) => ({ outcome: account }))
  return { account: { id, email, createdAt }, sessions, activity }
}

/**
 * Ends everything, then removes the account with its sessions and activity. Throws `session_revoked` or
 * `reauthentication_required`.
 */
export async function deleteAccount(deps: AuthDeps, caller: Principal): Promise<Receipt> {
  const outcome = await actAsOwn(deps, caller, { stepUp: true }, (account, open, now) => {
    const denials = denyVersion(deps.strategies, account, open, now)
    const ended = open.map((session) => endedSession(session, 'logged_out_everywhere', now))
    return { outcome: { ended, denials, now }, sessions: ended, account: null, denials }
  })
  const pending = await publish(deps, outcome.denials)
  deps.notify(caller.accountId)
  return receiptFor(deps.strategies, outcome.ended, pending, outcome.now)
}
