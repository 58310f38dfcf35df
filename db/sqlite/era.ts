import { isNull, max } from 'drizzle-orm'
import type { AuthStore, Clock, Denial } from '../../lib/auth/ports.ts'
import { type AuditOptions, createAuditRows } from '../audit.ts'
import type { Sqlite } from './open.ts'
import { accounts, eras, sessions } from './schema.ts'

/** The era of all accounts. `begin` is for a transaction that holds the write lock. */
export function prepareEra({ client, orm }: Sqlite, now: Clock, audit: AuditOptions | null) {
  const rows = audit && createAuditRows(audit)
  const tell = client.prepare(`
    insert into audit_event (at, event, account_id, session_id, generation, code, count, kept_until)
    select @at, @event, account_id, id, generation, @code, @count, @keptUntil from sessions where revoked_at is null`)
  const newest = orm
    .select({ era: max(eras.era) })
    .from(eras)
    .prepare()
  const find = (): number => newest.get()?.era ?? 0

  function begin(decide: Parameters<AuthStore['beginEra']>[0], deny: (denials: Denial[]) => void) {
    const at = now()
    const { era, version, reason, denials } = decide(find(), at)
    orm.insert(eras).values({ era, beganAt: at }).run()
    const all = orm.update(accounts).set({ version, resetHash: null, resetUntil: null }).run()
    if (rows) tell.run(rows.ofEra(at, reason))
    const open = orm
      .update(sessions)
      .set({ revokedAt: at, revokedReason: reason })
      .where(isNull(sessions.revokedAt))
      .run()
    deny(denials)
    return { accounts: all.changes, sessions: open.changes }
  }
  return { find, begin }
}
