import { describe, expect, test } from 'vitest'
import type { ActivityKind, AuthStore, Session } from '@/lib/auth/ports.ts'
import type { TestClock } from '@/lib/auth/testing.ts'
import { activityRow, createRows } from './rows.ts'

export function describeActivity(current: () => { store: AuthStore; clock: TestClock }): void {
  describe('activity', () => {
    async function recordMany(count: number, kind: ActivityKind, session: Session) {
      const { store, clock } = current()
      for (let i = 0; i < count; i++) await store.recordActivity(activityRow(session, kind, clock() + i))
    }

    test('is listed oldest first: the newest without an id, the next ones after an id', async () => {
      const { store, clock } = current()
      const { account, session } = await createRows(store, clock())
      await recordMany(6, 'refreshed', session)
      const newest = await store.listActivity(account.id, { limit: 3 })
      expect(newest.map(({ at }) => at - clock())).toEqual([3, 4, 5])
      const all = await store.listActivity(account.id, { limit: 99 })
      expect(all.map(({ kind }) => kind)).toEqual(['registered', ...Array(6).fill('refreshed')])
      expect(all.every(({ id }, i) => i === 0 || id > all[i - 1]!.id)).toBe(true)
      expect(await store.listActivity(account.id, { after: all[1]!.id, limit: 2 })).toEqual(all.slice(2, 4))
      expect(await store.listActivity(account.id, { after: 0, limit: 99 })).toEqual(all)
      expect(await store.listActivity(account.id, { after: all.at(-1)!.id, limit: 9 })).toEqual([])
    })

    test('of an account without a session is kept as given', async () => {
      const { store, clock } = current()
      const { account } = await createRows(store, clock())
      const failed = { accountId: account.id, sessionId: null, at: clock() + 0.5, generation: null, reason: null }
      await store.recordActivity({ ...failed, kind: 'login_failed' })
      const [last] = await store.listActivity(account.id, { limit: 1 })
      expect(last).toEqual({ ...failed, kind: 'login_failed', id: expect.any(Number) })
    })

    test('is bounded for each account and kind: a flood of one kind drives out no other, and nobody else’s', async () => {
      const { store, clock } = current()
      const mina = await createRows(store, clock())
      const omar = await createRows(store, clock(), 'omar@example.org')
      await recordMany(2, 'refreshed', omar.session)
      await recordMany(110, 'refreshed', mina.session)
      const kept = await store.listActivity(mina.account.id, { limit: 999 })
      await recordMany(20, 'refreshed', mina.session)
      const keptLater = await store.listActivity(mina.account.id, { limit: 999 })
      expect(keptLater).toHaveLength(kept.length)
      expect(kept.length).toBeLessThan(110)
      expect(keptLater[0]).toMatchObject({ kind: 'registered' })
      expect(keptLater.at(-1)).toMatchObject({ at: clock() + 19 })
      expect(await store.listActivity(omar.account.id, { limit: 999 })).toHaveLength(3)
    })
  })
}
