import { and, asc, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Clock } from '../../lib/auth/ports.ts'
import type { AuditTrail } from '../../lib/server/ports.ts'
import { AUDIT_BURST, AUDIT_MINUTE, type AuditOptions, createAuditRows, type KeptAuditRow } from '../audit.ts'
import type { Sqlite } from './open.ts'
import { auditEvents } from './schema.ts'

/** Inserts within the transaction that is open. Without drizzle, which knows no condition of an insert. */
function prepareAudit({ client }: Sqlite): (rows: KeptAuditRow[]) => void {
  const add = client.prepare(`
    insert into audit_event
      (at, event, account_id, session_id, address, request_id, generation, code, count, kept_until)
    select @at, @event, @accountId, @sessionId, @address, @requestId, @generation, @code, @count, @keptUntil
    where (select count(*) from audit_event
      where account_id = @accountId and at > @at - ${AUDIT_MINUTE} and event = @event) < ${AUDIT_BURST}`)
  return (rows) => {
    for (const row of rows) add.run(row)
  }
}

/** What a change tells the trail, in the transaction that is open. */
export function prepareAuditOf(sqlite: Sqlite, options: AuditOptions, now: Clock) {
  const rows = createAuditRows(options)
  const add = prepareAudit(sqlite)
  return (accountId: string, change: Parameters<typeof rows.of>[1]): void => add(rows.of(accountId, change, now()))
}

export function createSqliteAuditTrail(sqlite: Sqlite, options: AuditOptions): AuditTrail {
  const { keep } = createAuditRows(options)
  const add = prepareAudit(sqlite)
  const { orm, immediate } = sqlite
  const { keptUntil: _keptUntil, ...columns } = getTableColumns(auditEvents)
  return {
    append: async (rows) => immediate(() => add(rows.map(keep))),
    async list(accountId, { after, limit }) {
      const own = eq(auditEvents.accountId, accountId)
      const rows = orm.select(columns).from(auditEvents).limit(limit)
      const { at, id } = auditEvents
      if (!after) return rows.where(own).orderBy(desc(at), desc(id)).all().reverse()
      const next = sql`(${at}, ${id}) > (${after.at}, ${after.id})`
      return rows.where(and(own, next)).orderBy(asc(at), asc(id)).all()
    },
  }
}
