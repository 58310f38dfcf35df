import { and, asc, count, desc, eq, gt, inArray, lt, sql } from 'drizzle-orm'
import type { LabStore } from '../../lib/lab/ports.ts'
import type { Sqlite } from './open.ts'
import { accounts, denials, labEvents, labProofs, labResults, labRuns, labTokens } from './schema.ts'

/** What the sandbox keeps, in the same file as everything else. */
export function createSqliteLabStore({ orm, immediate }: Sqlite): LabStore {
  const runId = sql.placeholder('runId')
  const lastSeq = orm
    .select({ seq: sql<number>`coalesce(max(${labEvents.seq}), 0)` })
    .from(labEvents)
    .where(eq(labEvents.runId, runId))
    .prepare()
  const addEvent = orm
    .insert(labEvents)
    .values({ runId, seq: sql.placeholder('seq'), body: sql.placeholder('body') })
    .prepare()
  const eventsAfter = orm
    .select()
    .from(labEvents)
    .where(and(eq(labEvents.runId, runId), gt(labEvents.seq, sql.placeholder('after'))))
    .orderBy(asc(labEvents.seq))
    .limit(sql.placeholder('limit'))
    .prepare()

  return {
    async createRun(run) {
      orm.insert(labRuns).values(run).run()
    },
    findRun: async (id) => orm.select().from(labRuns).where(eq(labRuns.id, id)).get() ?? null,
    listRuns: async (guest, limit) =>
      orm.select().from(labRuns).where(eq(labRuns.guest, guest)).orderBy(desc(labRuns.startedAt)).limit(limit).all(),
    async countLive(guest, seenAfter) {
      const live = and(eq(labRuns.guest, guest), eq(labRuns.phase, 'live'), gt(labRuns.seenAt, seenAfter))
      return orm.select({ count: count() }).from(labRuns).where(live).get()!.count
    },
    async changeRun(id, change) {
      orm.update(labRuns).set(change).where(eq(labRuns.id, id)).run()
    },
    async append(id, events) {
      return immediate(() => {
        const { seq } = lastSeq.get({ runId: id })!
        return events.map((body, index) => {
          addEvent.run({ runId: id, seq: seq + index + 1, body })
          return { seq: seq + index + 1, ...body }
        })
      })
    },
    async listEvents(id, after, limit) {
      return eventsAfter.all({ runId: id, after, limit }).map(({ seq, body }) => ({ seq, ...body }))
    },
    async keepTokens(tokens) {
      if (tokens.length > 0) orm.insert(labTokens).values(tokens).run()
    },
    async findToken(id, token) {
      const own = and(eq(labTokens.runId, id), eq(labTokens.text, token))
      return orm.select().from(labTokens).where(own).get() ?? null
    },
    listTokens: async (id) =>
      orm.select().from(labTokens).where(eq(labTokens.runId, id)).orderBy(asc(labTokens.issuedAt)).all(),
    async findDenials(keys) {
      const rows = orm.select({ key: denials.key, until: denials.until }).from(denials)
      return keys.length === 0 ? [] : rows.where(inArray(denials.key, [...keys])).all()
    },
    async saveResult(body, expiresAt) {
      orm.insert(labResults).values({ id: body.id, body, expiresAt }).run()
    },
    findResult: async (id) => orm.select().from(labResults).where(eq(labResults.id, id)).get()?.body ?? null,
    async prove(guest, name, at) {
      orm.insert(labProofs).values({ guest, name, at }).onConflictDoNothing().run()
    },
    listProofs: async (guest) =>
      orm
        .select({ name: labProofs.name, at: labProofs.at })
        .from(labProofs)
        .where(eq(labProofs.guest, guest))
        .orderBy(asc(labProofs.at))
        .all(),
    async sweep({ before, unseenSince, now, proofsBefore }) {
      return immediate(() => {
        const abandoned = and(eq(labRuns.phase, 'live'), lt(labRuns.seenAt, unseenSince))
        orm.update(labRuns).set({ phase: 'stopped' }).where(abandoned).run()
        const old = orm.select().from(labRuns).where(lt(labRuns.startedAt, before)).limit(SWEPT_AT_ONCE).all()
        const ids = old.map(({ id }) => id)
        const owners = old.map(({ accountId }) => accountId)
        return [
          orm.delete(labRuns).where(inArray(labRuns.id, ids)),
          orm.delete(accounts).where(inArray(accounts.id, owners)),
          orm.delete(labResults).where(lt(labResults.expiresAt, now)),
          orm.delete(labProofs).where(lt(labProofs.at, proofsBefore)),
        ].reduce((rows, statement) => rows + statement.run().changes, 0)
      })
    },
  }
}

/** Runs; each has some hundreds of events, which go with it. */
const SWEPT_AT_ONCE = 20
