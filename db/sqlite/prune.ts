import { and, inArray, lte, or, sql } from 'drizzle-orm'
import { type Clock, ENDED_KEPT } from '../../lib/auth/ports.ts'
import type { Sqlite } from './open.ts'
import { denials, sessions } from './schema.ts'

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
  const pruneDenials = orm.delete(denials).where(inArray(denials.key, dueDenials)).prepare()
  const pruneSessions = orm.delete(sessions).where(inArray(sessions.id, dueSessions)).prepare()

  return async (limit) => {
    const at = { now: now(), ended: now() - ENDED_KEPT }
    const denialsGone = pruneDenials.run({ ...at, limit }).changes
    return denialsGone + pruneSessions.run({ ...at, limit: limit - denialsGone }).changes
  }
}
