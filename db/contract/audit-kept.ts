import { describe, expect, test } from 'vitest'
import type { TestClock } from '@/lib/auth/testing.ts'
import type { AuditTrail, NewAuditRow } from '@/lib/server/ports.ts'
import { AUDIT_BURST } from '../audit.ts'
import type { OpenedAudit } from './audit.ts'
import { activityRow, createRows, DAY } from './rows.ts'

export const RETENTION = 30 * DAY

export function auditRow(at: number, change: Partial<NewAuditRow> = {}): NewAuditRow {
  return {
    at,
    event: 'denied',
    accountId: 'a',
    sessionId: crypto.randomUUID(),
    address: '2001:db8::/64',
    requestId: crypto.randomUUID(),
    generation: null,
    code: 'denied_session',
    count: 3,
    ...change,
  }
}

const listAllOf = (audit: AuditTrail) => (accountId: string) => audit.list(accountId, { limit: 999 })

/** For how long, and how many. */
export function describeKept(current: () => OpenedAudit & { clock: TestClock }): void {
  describe('what is kept', () => {
    test('what is once in the trail stays as it is: the database refuses to change, replace or delete it', async () => {
      const { audit, forbidden, execute } = current()
      const listAll = listAllOf(audit)
      await audit.append([auditRow(Date.now() / 1000)])
      const before = await listAll('a')
      for (const statement of forbidden) await expect(execute(statement), statement).rejects.toThrow(/append-only/)
      expect(await listAll('a')).toEqual(before)
    })

    test('the retention is kept to: not a second shorter, and nothing is left after it, whatever else is pruned', async () => {
      const { audit, store, clock } = current()
      const listAll = listAllOf(audit)
      await audit.append([auditRow(clock()), auditRow(clock() + 1), auditRow(clock() + 2)])
      clock.advance(RETENTION)
      expect(await store.prune(100)).toBe(1)
      clock.advance(1)
      expect(await store.prune(100)).toBe(1)
      clock.advance(0.9)
      expect(await store.prune(100)).toBe(0)
      expect((await listAll('a')).map(({ at }) => at + RETENTION)).toEqual(
        [clock() + 0.1].map((at) => expect.closeTo(at)),
      )
      clock.advance(0.1)
      expect(await store.prune(100)).toBe(1)
      expect(await listAll('a')).toEqual([])
    })

    test('a process whose clock is ahead deletes nothing early, and prunes the rest all the same', async () => {
      const { audit, store, clock } = current()
      const listAll = listAllOf(audit)
      await audit.append([auditRow(Date.now() / 1000)])
      await createRows(store, clock())
      clock.advance(1_000 * DAY)
      expect(await store.prune(100), 'the session, and the row of its beginning').toBe(2)
      expect(await listAll('a')).toHaveLength(1)
    })

    test('a flood of one kind is cut off at a hundred rows a minute, and drives out no other kind and nobody else', async () => {
      const { audit, store, clock } = current()
      const listAll = listAllOf(audit)
      const { account, session } = await createRows(store, clock())
      const omar = await createRows(store, clock(), 'omar@example.org')
      const record = (kind: 'replayed' | 'login_failed', whose = session) =>
        store.recordActivity(activityRow(whose, kind, clock()))
      for (let i = 0; i < AUDIT_BURST + 20; i++) await record('replayed')
      await record('login_failed')
      await record('replayed', omar.session)
      const rows = await listAll(account.id)
      expect(rows.filter(({ event }) => event === 'replayed')).toHaveLength(AUDIT_BURST)
      expect(rows.filter(({ event }) => event === 'login_failed')).toHaveLength(1)
      expect(await listAll(omar.account.id)).toHaveLength(2)
      clock.advance(61)
      await record('replayed')
      expect(await listAll(account.id)).toHaveLength(rows.length + 1)
    })
  })
}
