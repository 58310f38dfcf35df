import { and, asc, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { AuditTrail } from '../../lib/server/ports.ts'
import { AUDIT_BURST, AUDIT_MINUTE, type AuditOptions, createAuditRows, type KeptAuditRow } from '../audit.ts'
import { namesOf, quoted, typesOf } from './columns.ts'
import type { Postgres } from './open.ts'
import { auditEvents } from './schema.ts'

const { id: _id, ...columns } = getTableColumns(auditEvents)

/** An insert of the rows in the parameter `json`. `from`: what must have a row, so that these are written at all. */
export function insertAudit(json: string, from: string[] = []): string {
  const given = `json_to_recordset(${json}::json) as given(${typesOf(columns)})`
  return `insert into audit_event (${Object.values(columns).map(quoted)})
    select ${namesOf(columns)} from ${[...from, given]}
    where (select count(*) from audit_event as told where told.account_id = given."accountId"
      and told.at > given.at - ${AUDIT_MINUTE} and told.event = given.event) < ${AUDIT_BURST}`
}

export function createPostgresAuditTrail({ pool, orm }: Postgres, options: AuditOptions): AuditTrail {
  const { keep } = createAuditRows(options)
  const { keptUntil: _keptUntil, ...shown } = getTableColumns(auditEvents)
  return {
    async append(rows) {
      const kept: KeptAuditRow[] = rows.map(keep)
      await pool.query({ name: 'audit', text: insertAudit('$1'), values: [JSON.stringify(kept)] })
    },
    async list(accountId, { after, limit }) {
      const own = eq(auditEvents.accountId, accountId)
      const rows = orm.select(shown).from(auditEvents).limit(limit)
      const { at, id } = auditEvents
      if (!after) return (await rows.where(own).orderBy(desc(at), desc(id))).reverse()
      const next = sql`(${at}, ${id}) > (${after.at}, ${after.id})`
      return rows.where(and(own, next)).orderBy(asc(at), asc(id))
    },
  }
}
