import { and, asc, desc, eq, getTableColumns, gt, isNull, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Account, AuthStore, Change, Clock, Denial, NewActivity, Session } from '../../lib/auth/ports.ts'
import { ACTIVITY_KEPT } from '../../lib/auth/ports.ts'
import type { AuditOptions } from '../audit.ts'
import { prepareAuditOf } from './audit.ts'
import { prepareFind } from './denylist.ts'
import { prepareEra } from './era.ts'
import type { Sqlite } from './open.ts'
import { createPrune } from './prune.ts'
import { accounts, activity, denials, sessions } from './schema.ts'

/**
 * Accounts and sessions in SQLite. Decisions run in immediate transactions: the write lock is taken before the first read, so
 * there is no upgrade that another process could refuse. `outbox`: denials wait for a denylist elsewhere; else this file is it.
 * `audit`: what becomes of the change is told to the audit trail in the same transaction. Null: it is not.
 */
export function createSqliteAuthStore(
  sqlite: Sqlite,
  { now, outbox, audit = {} }: { now: Clock; outbox: boolean; audit?: AuditOptions | null },
): AuthStore {
  const { orm, immediate } = sqlite
  const findDenied = prepareFind(sqlite)
  const read = prepareReads(sqlite)
  const write = prepareWrites(sqlite)
  const tell = audit && prepareAuditOf(sqlite, audit, now)
  const era = prepareEra(sqlite, now, audit)

  function record(entry: NewActivity): void {
    write.activity.run(entry)
    write.dropOldActivity.run(entry)
  }

  function apply(accountId: string, change: Omit<Change<unknown>, 'outcome'>): void {
    if (change.account) write.account.run({ ...change.account })
    for (const session of change.sessions ?? []) write.session.run({ ...session })
    for (const denial of change.denials ?? []) write.denial.run({ ...denial, pending: outbox ? 1 : 0 })
    for (const entry of change.activity ?? []) record(entry)
    if (change.account === null) write.dropAccount.run({ id: accountId })
    tell?.(accountId, change)
  }

  return {
    async createAccount(account, session, entries) {
      return immediate(() => {
        if (read.accountByEmail.get({ email: account.email })) return 'email_taken'
        apply(account.id, { account, sessions: [session], activity: entries })
        return 'created'
      })
    },
    findAccount: async (id) => read.account.get({ id }) ?? null,
    findAccountByEmail: async (email) => read.accountByEmail.get({ email }) ?? null,
    findSession: async (id) => read.session.get({ id }) ?? null,
    listSessions: async (id) => read.sessionsOf.all({ id }),
    async withSession(id, decide) {
      return immediate(() => {
        const session = read.session.get({ id })
        const account = session && read.account.get({ id: session.accountId })
        if (!session || !account) return null
        const change = decide(session, account, now())
        apply(account.id, change)
        return change.outcome
      })
    },
    async withAccount(id, decide) {
      return immediate(() => {
        const account = read.account.get({ id })
        if (!account) return null
        const change = decide(account, read.openSessionsOf.all({ id }), now())
        apply(id, change)
        return change.outcome
      })
    },
    recordActivity: async (entry) => immediate(() => apply(entry.accountId, { activity: [entry] })),
    async listActivity(accountId, { after, limit }) {
      const own = eq(activity.accountId, accountId)
      const rows = orm.select().from(activity)
      if (after === undefined) return rows.where(own).orderBy(desc(activity.id)).limit(limit).all().reverse()
      return rows
        .where(and(own, gt(activity.id, after)))
        .orderBy(asc(activity.id))
        .limit(limit)
        .all()
    },
    findDenied: async (keys) => findDenied(keys),
    listPendingDenials: async (limit) => read.pendingDenials.all({ limit }),
    async settleDenials(keys) {
      immediate(() => {
        for (const key of keys) write.settled.run({ key })
      })
    },
    listDenials: async ({ after, limit }) => read.denialsAfter.all({ after, limit, now: now() }),
    findEra: async () => era.find(),
    beginEra: async (decide) => immediate(() => era.begin(decide, (denials) => apply('', { denials }))),
    prune: createPrune(sqlite, now),
  }
}

function prepareReads({ orm }: Sqlite) {
  const id = sql.placeholder('id')
  const denial = { key: denials.key, until: denials.until }
  return {
    account: orm.select().from(accounts).where(eq(accounts.id, id)).prepare(),
    accountByEmail: orm
      .select()
      .from(accounts)
      .where(eq(accounts.email, sql.placeholder('email')))
      .prepare(),
    session: orm.select().from(sessions).where(eq(sessions.id, id)).prepare(),
    sessionsOf: orm
      .select()
      .from(sessions)
      .where(eq(sessions.accountId, id))
      .orderBy(desc(sessions.createdAt))
      .prepare(),
    openSessionsOf: orm
      .select()
      .from(sessions)
      .where(and(eq(sessions.accountId, id), isNull(sessions.revokedAt)))
      .prepare(),
    pendingDenials: orm
      .select(denial)
      .from(denials)
      .where(eq(denials.pending, true))
      .limit(sql.placeholder('limit'))
      .prepare(),
    denialsAfter: orm
      .select(denial)
      .from(denials)
      .where(and(gt(denials.key, sql.placeholder('after')), gt(denials.until, sql.placeholder('now'))))
      .orderBy(asc(denials.key))
      .limit(sql.placeholder('limit'))
      .prepare(),
  }
}

function prepareWrites({ orm }: Sqlite) {
  const { id: _id, ...newActivity } = placeholders<NewActivity & { id: number }>(activity)
  const excluded = (column: string) => sql.raw(`excluded.${column}`)
  return {
    account: orm
      .insert(accounts)
      .values(placeholders<Account>(accounts))
      .onConflictDoUpdate({
        target: accounts.id,
        set: mutableAccount(excluded),
      })
      .prepare(),
    dropAccount: orm
      .delete(accounts)
      .where(eq(accounts.id, sql.placeholder('id')))
      .prepare(),
    session: orm
      .insert(sessions)
      .values(placeholders<Session>(sessions))
      .onConflictDoUpdate({ target: sessions.id, set: mutableColumns(excluded) })
      .prepare(),
    denial: orm
      .insert(denials)
      .values(placeholders<Denial & { pending: boolean }>(denials))
      .onConflictDoUpdate({
        target: denials.key,
        set: { until: sql`max(${denials.until}, excluded.until)`, pending: excluded('pending') },
      })
      .prepare(),
    settled: orm
      .update(denials)
      .set({ pending: false })
      .where(and(eq(denials.key, sql.placeholder('key')), eq(denials.pending, true)))
      .prepare(),
    activity: orm.insert(activity).values(newActivity).prepare(),
    dropOldActivity: orm
      .delete(activity)
      .where(
        sql`${activity.id} <= (select id from activity where account_id = ${sql.placeholder('accountId')}
          and kind = ${sql.placeholder('kind')} order by id desc limit 1 offset ${sql.raw(String(ACTIVITY_KEPT))})
          and account_id = ${sql.placeholder('accountId')} and kind = ${sql.placeholder('kind')}`,
      )
      .prepare(),
  }
}

/** What an account's life can change; the rest is set once. */
function mutableAccount(excluded: (column: string) => SQL): Record<string, SQL> {
  const { id, email, createdAt, ...mutable } = getTableColumns(accounts)
  return Object.fromEntries(Object.entries(mutable).map(([name, column]) => [name, excluded(column.name)]))
}

/** What a session's life can change; the rest is set once. */
function mutableColumns(excluded: (column: string) => SQL): Record<string, SQL> {
  const { id, accountId, openedVersion, strategy, device, createdAt, expiresAt, ...mutable } = getTableColumns(sessions)
  return Object.fromEntries(Object.entries(mutable).map(([name, column]) => [name, excluded(column.name)]))
}

/** A placeholder for each column, named as in the port. */
function placeholders<Row>(table: SQLiteTable): { [Name in keyof Row]: Placeholder<string, Row[Name]> } {
  const names = Object.keys(getTableColumns(table))
  return Object.fromEntries(names.map((name) => [name, sql.placeholder(name)])) as never
}
