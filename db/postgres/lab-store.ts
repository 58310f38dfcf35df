import { and, asc, count, desc, eq, getTableColumns, gt, inArray, lt, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { LabStore } from '../../lib/lab/ports.ts'
import type { Postgres } from './open.ts'
import { accounts, denials, labEvents, labProofs, labResults, labRuns, labTokens } from './schema.ts'
import { canHold } from './text.ts'
import { inTransaction } from './transaction.ts'

/** Runs; each has some hundreds of events, which go with it. */
const SWEPT_AT_ONCE = 20
/** Names the lock of the sweep. */
const SWEEP_LOCK = 7_020_260_002

const { lastSeq: _lastSeq, ...runColumns } = getTableColumns(labRuns)

/** What the sandbox keeps, in the same database as everything else. */
export function createPostgresLabStore({ pool, orm }: Postgres): LabStore {
  const eventsAfter = orm
    .select()
    .from(labEvents)
    .where(and(eq(labEvents.runId, sql.placeholder('runId')), gt(labEvents.seq, sql.placeholder('after'))))
    .orderBy(asc(labEvents.seq))
    .limit(sql.placeholder('limit'))
    .prepare('lab events after')

  return {
    async createRun(run) {
      await orm.insert(labRuns).values(run)
    },
    findRun: async (id) =>
      (canHold(id) && (await orm.select(runColumns).from(labRuns).where(eq(labRuns.id, id)))[0]) || null,
    listRuns: (guest, limit) =>
      orm
        .select(runColumns)
        .from(labRuns)
        .where(eq(labRuns.guest, guest))
        .orderBy(desc(labRuns.startedAt))
        .limit(limit),
    async countLive(guest, seenAfter) {
      const live = and(eq(labRuns.guest, guest), eq(labRuns.phase, 'live'), gt(labRuns.seenAt, seenAfter))
      return (await orm.select({ count: count() }).from(labRuns).where(live))[0]!.count
    },
    async changeRun(id, change) {
      await orm.update(labRuns).set(change).where(eq(labRuns.id, id))
    },
    async append(runId, events) {
      if (events.length === 0) return []
      // The counter's row lock orders those who append; undone, it leaves no gap.
      const { rows } = await pool.query<{ seq: number }>({
        name: 'lab append',
        text: `with run as (update lab_runs set last_seq = last_seq + $2::int where id = $1 returning id, last_seq),
          added as (
            insert into lab_events (run_id, seq, body)
            select run.id, run.last_seq - $2::int + given.n, given.body
            from run, json_array_elements($3::json) with ordinality as given(body, n))
          select last_seq - $2::int as seq from run`,
        values: [runId, events.length, JSON.stringify(events)],
      })
      if (!rows[0]) throw new Error('There is no such run')
      const { seq } = rows[0]
      return events.map((body, index) => ({ seq: seq + index + 1, ...body }))
    },
    async listEvents(runId, after, limit) {
      const rows = await eventsAfter.execute({ runId, after, limit })
      return rows.map(({ seq, body }) => ({ seq, ...body }))
    },
    async keepTokens(tokens) {
      if (tokens.length > 0) await orm.insert(labTokens).values(tokens)
    },
    async findToken(runId, token) {
      if (!canHold(token)) return null
      const own = and(eq(labTokens.runId, runId), eq(labTokens.text, token))
      return (await orm.select().from(labTokens).where(own))[0] ?? null
    },
    listTokens: (runId) =>
      orm.select().from(labTokens).where(eq(labTokens.runId, runId)).orderBy(asc(labTokens.issuedAt)),
    async findDenials(keys) {
      const rows = orm.select({ key: denials.key, until: denials.until }).from(denials)
      return keys.length === 0 ? [] : rows.where(inArray(denials.key, [...keys]))
    },
    async saveResult(body, expiresAt) {
      await orm.insert(labResults).values({ id: body.id, body, expiresAt })
    },
    findResult: async (id) =>
      (canHold(id) && (await orm.select().from(labResults).where(eq(labResults.id, id)))[0]?.body) || null,
    async prove(guest, name, at) {
      await orm.insert(labProofs).values({ guest, name, at }).onConflictDoNothing()
    },
    listProofs: (guest) =>
      orm
        .select({ name: labProofs.name, at: labProofs.at })
        .from(labProofs)
        .where(eq(labProofs.guest, guest))
        .orderBy(asc(labProofs.at)),
    sweep: ({ before, unseenSince, now, proofsBefore }) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query('select pg_try_advisory_xact_lock($1) as mine', [SWEEP_LOCK])
        // Another process is at it.
        if (!rows[0].mine) return 0
        const own = drizzle({ client })
        const abandoned = and(eq(labRuns.phase, 'live'), lt(labRuns.seenAt, unseenSince))
        await own.update(labRuns).set({ phase: 'stopped' }).where(abandoned)
        const old = await own.select().from(labRuns).where(lt(labRuns.startedAt, before)).limit(SWEPT_AT_ONCE)
        const ids = old.map(({ id }) => id)
        const owners = old.map(({ accountId }) => accountId)
        let swept = 0
        for (const statement of [
          own.delete(labRuns).where(inArray(labRuns.id, ids)),
          own.delete(accounts).where(inArray(accounts.id, owners)),
          own.delete(labResults).where(lt(labResults.expiresAt, now)),
          own.delete(labProofs).where(lt(labProofs.at, proofsBefore)),
        ])
          swept += (await statement).rowCount ?? 0
        return swept
      }),
  }
}
