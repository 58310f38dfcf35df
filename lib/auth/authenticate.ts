import { findDenied, keysOf } from './denylist.ts'
import type { AuthDeps } from './deps.ts'
import { type AccessRefusal, AuthError } from './errors.ts'
import type { Principal } from './principal.ts'
import { activityOf } from './session.ts'
import { recallToken, verifyAndRemember } from './verified-tokens.ts'

/** Seconds between two writes of "last seen": a check is not a write. */
const TOUCH_INTERVAL = 60
/** Sessions remembered before the memory starts again; forgetting one costs one write. */
const REMEMBERED = 10_000

/**
 * Who is asking? Verify, then ask whether it was revoked, then remember that this generation is in use.
 * Throws AuthError with an access refusal, or `store_unavailable` when neither denylist nor database can answer.
 * Does NOT read the session row: under the strategies that do not deny, a logout leaves the token alive, and that is the lesson.
 * `notesUse` false: the same check for who only asks about a token (`introspect.ts`); it writes nothing.
 */
export function createAuthenticate(
  deps: AuthDeps,
  { notesUse = true } = {},
): (token: string | null) => Promise<Principal> {
  const seen = new Map<string, { generation: number; at: number }>()

  return async (token) => {
    if (!token) throw new AuthError('missing')
    const now = deps.now()
    const principal = recallToken(deps, token, now) ?? (await verifyAndRemember(deps, token, now))
    if (deps.strategies[principal.strategy].denies) {
      const key = await findDenied(deps, keysOf(principal))
      const { sessionId, accountId } = principal
      if (key !== null) throw new AuthError(refusalFor(key), { sessionId, accountId })
    }
    if (notesUse && !isNoted(principal, now)) await noteUse(principal)
    return principal
  }

  function isNoted({ sessionId, generation }: Principal, now: number): boolean {
    const last = seen.get(sessionId)
    return last !== undefined && last.generation >= generation && now - last.at < TOUCH_INTERVAL
  }

  /** The first use of a generation closes the window in which its parent may be retried (`usedAt`, see refresh.ts). */
  async function noteUse({ accountId, sessionId, generation }: Principal): Promise<void> {
    try {
      const first = await deps.store.withSession(sessionId, (session, _account, now) => {
        const isFirst = session.generation === generation && session.usedAt === null
        const touched = { ...session, lastSeenAt: now, usedAt: isFirst ? now : session.usedAt }
        return {
          outcome: isFirst,
          sessions: session.revokedAt === null ? [touched] : [],
          activity: isFirst && session.revokedAt === null ? [activityOf(session, 'used', now)] : [],
        }
      })
      // Only now: remembered before its commit, a write that fails would leave the window open for ever.
      if (seen.size >= REMEMBERED) seen.clear()
      seen.set(sessionId, { generation: Math.max(generation, seen.get(sessionId)?.generation ?? 0), at: deps.now() })
      if (first) deps.notify(accountId)
    } catch {
      // Already reported by the store. The check itself has been made.
    }
  }
}

function refusalFor(key: string): AccessRefusal {
  if (key.startsWith('jti:')) return 'denied_token'
  return key.startsWith('sid:') ? 'denied_session' : 'denied_version'
}
