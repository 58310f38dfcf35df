import type { AuditEvent } from '../http/audit.ts'

/** At most `points` per `duration` seconds. */
export interface Limit {
  readonly points: number
  readonly duration: number
}

/** Counts attempts by key; atomic across processes. Throws when it cannot count: an attempt that is not counted is not made. */
export interface Limiter {
  /** Takes one point before the attempt. `retryAfter`: seconds, when there was none left. */
  take(key: string): Promise<{ allowed: true } | { allowed: false; retryAfter: number }>
  /** Gives one point back: the attempt was a success. */
  giveBack(key: string): Promise<void>
}

export type { AuditEvent }

/** Where a request came from. */
export interface Origin {
  /** Found by trusted hops; of IPv6 the /64. */
  readonly address: string
  readonly requestId: string
}

/** A row of the audit trail. `at` in seconds; no member holds what a client typed. */
export interface AuditRow {
  id: number
  at: number
  event: AuditEvent
  accountId: string | null
  sessionId: string | null
  address: string | null
  requestId: string | null
  generation: number | null
  /** Why a session ended, a refusal, or the operation that was limited. */
  code: string | null
  /** How often since `at`; more than 1 where a flood was counted instead of written. */
  count: number
}
export type NewAuditRow = Omit<AuditRow, 'id'>

/** Rows are added, and go when their retention is over: the database itself refuses everything else. Anything thrown means "unavailable". */
export interface AuditTrail {
  append(rows: NewAuditRow[]): Promise<void>
  /** By time and id: the next `limit` after a row that was read; without `after` the newest. */
  list(accountId: string, options: { after?: Pick<AuditRow, 'at' | 'id'>; limit: number }): Promise<AuditRow[]>
}
