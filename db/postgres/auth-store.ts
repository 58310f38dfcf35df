import type { AuthStore } from '../../lib/auth/ports.ts'
import { createDecide } from './decide.ts'
import type { Find } from './denylist.ts'
import { createEra } from './era.ts'
import { createTurns } from './in-turn.ts'
import type { Postgres } from './open.ts'
import { createPrune } from './prune.ts'
import { prepareReads } from './reads.ts'
import { canHold } from './text.ts'
import { createWrite, createWriteActivity, type WriteOptions } from './write.ts'

/**
 * Accounts and sessions in Postgres. A decision is one read and one write that holds only for what was read (`decide.ts`).
 * `outbox`: denials wait for a denylist elsewhere; else this database is it. `audit`: what becomes of the change is told to the audit
 * trail in the same statement. Null: it is not.
 */
export function createPostgresAuthStore(postgres: Postgres, options: WriteOptions & { find: Find }): AuthStore {
  const { now } = options
  const { pool, orm } = postgres
  const decide = createDecide(postgres, options)
  const write = createWrite(options)
  const writeActivity = createWriteActivity(options)
  const read = prepareReads(orm)
  const inTurn = createTurns()

  return {
    async createAccount(account, session, activity) {
      const change = { account, sessions: [session], activity }
      return (await write(pool, { accountId: account.id, revision: null }, change)) ? 'created' : 'email_taken'
    },
    findAccount: async (id) => (canHold(id) && (await read.account.execute({ id }))[0]) || null,
    findAccountByEmail: async (email) => (canHold(email) && (await read.accountByEmail.execute({ email }))[0]) || null,
    findSession: async (id) => (canHold(id) && (await read.session.execute({ id }))[0]) || null,
    listSessions: (id) => read.sessionsOf.execute({ id }),
    withSession: (id, rule) =>
      inTurn(id, () =>
        decide(
          async (reads) => {
            const [row] = await reads.session.execute({ id })
            return row ? { guard: { accountId: row.account.id, revision: row.revision }, rows: row } : null
          },
          ({ session, account }) => rule(session, account, now()),
        ),
      ),
    withAccount: (id, rule) =>
      inTurn(id, () =>
        decide(
          async (reads) => {
            const rows = await reads.openSessions.execute({ id })
            return rows[0] ? { guard: { accountId: id, revision: rows[0].revision }, rows } : null
          },
          (rows) =>
            rule(
              rows[0]!.account,
              rows.flatMap(({ session }) => session ?? []),
              now(),
            ),
        ),
      ),
    recordActivity: (entry) => writeActivity(pool, entry),
    listActivity: async (id, { after, limit }) =>
      after === undefined
        ? (await read.newestActivity.execute({ id, limit })).reverse()
        : read.activityAfter.execute({ id, after, limit }),
    findDenied: options.find,
    listPendingDenials: (limit) => read.pendingDenials.execute({ limit }),
    async settleDenials(keys) {
      await pool.query({
        name: 'settle',
        text: `with due as (select key from denials where key = any($1::text[]) and pending order by key for update)
          update denials set pending = false from due where denials.key = due.key`,
        values: [keys],
      })
    },
    listDenials: ({ after, limit }) => read.denialsAfter.execute({ after, limit, now: now() }),
    ...createEra(postgres, options),
    prune: createPrune(postgres, now),
  }
}
