import { and, asc, desc, eq, getTableColumns, gt, isNull, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { accounts, activity, denials, sessions } from './schema.ts'

const { revision, ...account } = getTableColumns(accounts)
const id = sql.placeholder('id')

/** What a decision reads, in one statement and so in one snapshot. */
export function prepareDecisionReads(orm: NodePgDatabase) {
  return {
    session: orm
      .select({ account, revision, session: sessions })
      .from(sessions)
      .innerJoin(accounts, eq(accounts.id, sessions.accountId))
      .where(eq(sessions.id, id))
      .prepare('session with account'),
    openSessions: orm
      .select({ account, revision, session: sessions })
      .from(accounts)
      .leftJoin(sessions, and(eq(sessions.accountId, accounts.id), isNull(sessions.revokedAt)))
      .where(eq(accounts.id, id))
      .prepare('account with open sessions'),
  }
}

export function prepareReads(orm: NodePgDatabase) {
  const limit = sql.placeholder('limit')
  const denial = { key: denials.key, until: denials.until }
  const own = eq(activity.accountId, id)
  return {
    account: orm.select(account).from(accounts).where(eq(accounts.id, id)).prepare('account'),
    accountByEmail: orm
      .select(account)
      .from(accounts)
      .where(eq(accounts.email, sql.placeholder('email')))
      .prepare('account by email'),
    session: orm.select().from(sessions).where(eq(sessions.id, id)).prepare('session'),
    sessionsOf: orm
      .select()
      .from(sessions)
      .where(eq(sessions.accountId, id))
      .orderBy(desc(sessions.createdAt))
      .prepare('sessions of account'),
    newestActivity: orm.select().from(activity).where(own).orderBy(desc(activity.id)).limit(limit).prepare('activity'),
    activityAfter: orm
      .select()
      .from(activity)
      .where(and(own, gt(activity.id, sql.placeholder('after'))))
      .orderBy(asc(activity.id))
      .limit(limit)
      .prepare('activity after'),
    pendingDenials: orm.select(denial).from(denials).where(eq(denials.pending, true)).limit(limit).prepare('outbox'),
    denialsAfter: orm
      .select(denial)
      .from(denials)
      .where(and(gt(denials.key, sql.placeholder('after')), gt(denials.until, sql.placeholder('now'))))
      .orderBy(asc(denials.key))
      .limit(limit)
      .prepare('denials after'),
  }
}
