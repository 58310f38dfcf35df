import type { Activity, Change, EndReason, NewActivity, Session } from '../lib/auth/ports.ts'
import type { NewAuditRow, Origin } from '../lib/server/ports.ts'

/** Seconds that a row of the trail is kept, unless told: ninety days. */
const RETENTION = 7_776_000
/**
 * Rows of one kind that one account gets within a minute: twice as many as the sessions that it may have open. What is beyond them is
 * not written, so that nobody fills the disk by asking for the same token again and again.
 */
export const AUDIT_BURST = 100
/** Seconds. */
export const AUDIT_MINUTE = 60

export interface AuditOptions {
  /** Seconds. */
  retention?: number
  /** Whose request is being answered, where one is. */
  origin?: () => Origin | null
}

/** What a driver inserts. `keptUntil` is set once: a retention that is shortened later takes nothing away. */
export type KeptAuditRow = NewAuditRow & { keptUntil: number }

export function createAuditRows({ retention = RETENTION, origin = () => null }: AuditOptions) {
  const keep = (row: NewAuditRow): KeptAuditRow => ({ ...row, keptUntil: row.at + retention })

  /** What a change tells the trail: its activity, every session that it ends, and the end of the account. */
  function of(accountId: string, { account, sessions = [], activity = [] }: Tellable, now: number): KeptAuditRow[] {
    const { address = null, requestId = null } = origin() ?? {}
    const entry = (
      event: NewAuditRow['event'],
      { at, sessionId = null, generation = null, reason = null }: Partial<NewActivity> & { at: number },
    ) => keep({ at, event, accountId, sessionId, address, requestId, generation, code: reason, count: 1 })
    const told = activity.flatMap(({ kind, ...rest }) => (kind === 'used' ? [] : entry(kind, rest)))
    const ended = sessions.filter((session) => isEnded(session) && !activity.some((one) => tellsOf(one, session)))
    return [
      ...told,
      ...ended.map(({ id, generation, revokedAt, revokedReason }) =>
        entry('session_ended', { at: revokedAt ?? now, sessionId: id, generation, reason: revokedReason }),
      ),
      ...(account === null ? [entry('account_deleted', { at: now })] : []),
    ]
  }

  /** Of each session that a new era ends; which, the database knows. */
  const ofEra = (at: number, code: EndReason): KeptAuditRow =>
    keep({ at, event: 'session_ended', code, count: 1, ...NOBODY })

  return { of, ofEra, keep }
}

const NOBODY = { accountId: null, sessionId: null, address: null, requestId: null, generation: null }

type Tellable = Omit<Change<unknown>, 'outcome' | 'denials'>

/** A decision writes a session that has ended once: when it ends it. */
const isEnded = ({ revokedAt }: Session): boolean => revokedAt !== null

const tellsOf = ({ sessionId, reason }: Pick<Activity, 'sessionId' | 'reason'>, { id, revokedReason }: Session) =>
  sessionId === id && reason === revokedReason
