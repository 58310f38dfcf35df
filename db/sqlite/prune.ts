import { and, inArray, lte, or, sql } from 'drizzle-orm'
import { type Clock, ENDED_KEPT } from '../../lib/auth/ports.ts'
import type { Sqlite } from './open.ts'
import { auditEvents, denials, limits, sessions } from './schema.ts'

/** Small batches by index: a request never waits for a scan. */
export function createPrune({ orm }: Sqlite, now: Clock): (limit: number) => Promise<number> {
  const limit = sql.placeholder('limit')
  const time = sql.placeholder('now')
  const ended = sql.placeholder('ended')
  const dueDenials = orm.select({ key: denials.key }).from(denials).where(lte(denials.until, time)).limit(limit)
  const dueSessions = orm
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(or(lte(sessions.revokedAt, ended), lte(sessions.expiresAt, ended)), lte(sessions.accessUntil, time)))
    .limit(limit)
  const dueLimits = orm
    .select({ key: limits.key })
    .from(limits)
    .where(lte(limits.expire, sql.placeholder('ms')))
    .limit(limit)
  // By the database's clock too, which its trigger goes by: a process whose own is ahead deletes nothing early.
  const dueAudit = orm
    .select({ id: auditEvents.id })
    .from(auditEvents)
    .where(lte(auditEvents.keptUntil, sql`min(${time}, unixepoch('subsec'))`))
    .limit(limit)
  const pruneDenials = orm.delete(denials).where(inArray(denials.key, dueDenials)).prepare()
  const pruneSessions = orm.delete(sessions).where(inArray(sessions.id, dueSessions)).prepare()
  const pruneLimits = orm.delete(limits).where(inArray(limits.key, dueLimits)).prepare()
  const pruneAudit = orm.delete(auditEvents).where(inArray(auditEvents.id, dueAudit)).prepare()

  return async (limit) => {
    const at = { now: now(), ms: now() * 1000, ended: now() - ENDED_KEPT }
    let left = limit
    for (const statement of [pruneDenials, pruneSessions, pruneLimits, pruneAudit])
      left -= statement.run({ ...at, limit: left }).changes
    return limit - left
  }
}
