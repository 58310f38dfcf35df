import { type AuthErrorCode, type AuthStore, isAuthError, type SessionView } from '../auth/index.ts'
import type { Hub } from './hub.ts'

/** Sessions remembered before the memory begins again. */
const REMEMBERED = 10_000
/** What a token is told that would be good if its session had not ended. */
const ENDED = new Set<AuthErrorCode>(['denied_session', 'denied_version', 'session_revoked', 'refresh_reused'])

/** A session in its owner's list. `refusedAt`: when it was first seen to be refused after it had ended; null: not seen. */
export type ListedSession = SessionView & { refusedAt: number | null }

/**
 * What this process has seen of sessions that ended: when a token of theirs was first refused. It does not know what another
 * instance refused, and says nothing of a session that ended before the memory began: the first time may have been earlier.
 */
export function createRefusals(store: Pick<AuthStore, 'findSession'>, hub: Pick<Hub, 'wake'>, now: () => number) {
  let began = now()
  const first = new Map<string, number>()
  const counts = new Map<string, number>()

  async function note(error: unknown): Promise<void> {
    if (!isAuthError(error) || error.sessionId === null || !ENDED.has(error.code)) return
    const id = error.sessionId
    if (first.has(id)) return
    if (first.size >= REMEMBERED) {
      first.clear()
      counts.clear()
      began = now()
    }
    first.set(id, now())
    const session = await store.findSession(id).catch(() => null)
    if (session?.revokedAt == null || session.revokedAt < began) return
    counts.set(session.accountId, countOf(session.accountId) + 1)
    hub.wake(session.accountId)
  }

  function refusedAt({ id, endedAt }: SessionView): number | null {
    return endedAt !== null && endedAt >= began ? (first.get(id) ?? null) : null
  }

  /** Grows with every session of the account that is seen to be refused. */
  const countOf = (accountId: string): number => counts.get(accountId) ?? 0

  return {
    /** Called with whatever refused a request. Neither throws nor keeps its answer waiting. */
    note: (error: unknown): void => void note(error),
    countOf,
    listed: (sessions: SessionView[]): ListedSession[] =>
      sessions.map((session) => ({ ...session, refusedAt: refusedAt(session) })),
  }
}

export type Refusals = ReturnType<typeof createRefusals>
