import { describe, expect, test } from 'vitest'
import type { AuthStore, Denial } from '@/lib/auth/ports.ts'
import type { TestClock } from '@/lib/auth/testing.ts'
import { createRows, DAY, sessionRow } from './rows.ts'

export function describeDenials(current: () => { store: AuthStore; clock: TestClock }): void {
  /** Written as a logout writes them: by a decision, in its transaction. */
  async function commit(denials: Denial[]) {
    const { store, clock } = current()
    const email = `${crypto.randomUUID()}@example.org`
    const { session } = await createRows(store, clock(), email)
    await store.withSession(session.id, () => ({ outcome: null, denials }))
  }
  const denialsOf = (keys: string[], until: number) => keys.map((key) => ({ key, until }))

  describe('denials', () => {
    test('are found from their commit on, pending or settled, the first of the keys asked for', async () => {
      const { store, clock } = current()
      await commit(denialsOf(['sid:a', 'jti:b', 'ver:c:1'], clock() + 60))
      expect(await store.findDenied(['jti:x', 'sid:x', 'ver:c:11'])).toBeNull()
      expect(await store.findDenied(['jti:x', 'sid:a'])).toBe('sid:a')
      expect(await store.findDenied(['jti:x', 'sid:x', 'ver:c:1'])).toBe('ver:c:1')
      expect(await store.findDenied(['ver:c:1', 'sid:a', 'jti:b'])).toBe('ver:c:1')
      await store.settleDenials(['sid:a'])
      expect(await store.findDenied(['sid:a'])).toBe('sid:a')
    })

    test('wait in the outbox until they are settled, and no settling settles another', async () => {
      const { store, clock } = current()
      const denials = denialsOf(['sid:a', 'sid:b', 'sid:c'], clock() + 60)
      await commit(denials)
      expect(await store.listPendingDenials(2)).toHaveLength(2)
      await store.settleDenials(['sid:a', 'sid:unknown'])
      await store.settleDenials([])
      const left = await store.listPendingDenials(9)
      expect(left.sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual(denials.slice(1))
      await store.settleDenials(['sid:b', 'sid:c'])
      expect(await store.listPendingDenials(9)).toEqual([])
    })

    test('are pending again when denied again, and never end earlier than they did', async () => {
      const { store, clock } = current()
      await commit(denialsOf(['sid:a'], clock() + 100))
      await store.settleDenials(['sid:a'])
      await commit(denialsOf(['sid:a'], clock() + 50))
      expect(await store.listPendingDenials(9)).toEqual(denialsOf(['sid:a'], clock() + 100))
      await commit(denialsOf(['sid:a'], clock() + 200))
      expect(await store.listPendingDenials(9)).toEqual(denialsOf(['sid:a'], clock() + 200))
    })

    test('in force are listed in pages, each once, those past their time left out', async () => {
      const { store, clock } = current()
      const keys = Array.from({ length: 23 }, () => `sid:${crypto.randomUUID()}`)
      await commit([...denialsOf(keys, clock() + 60), ...denialsOf(['sid:over'], clock() + 1)])
      await store.settleDenials(keys.slice(0, 7))
      clock.advance(1)
      const seen: Denial[] = []
      for (let after = ''; ; after = seen.at(-1)!.key) {
        const page = await store.listDenials({ after, limit: 5 })
        expect(page.every(({ key }) => key > after)).toBe(true)
        seen.push(...page)
        if (page.length < 5) break
      }
      expect(seen).toEqual(denialsOf(keys.sort(), clock() + 59))
    })
  })

  describe('prune', () => {
    test('RT-11: takes nothing that is still needed', async () => {
      const { store, clock } = current()
      const { account, session } = await createRows(store, clock())
      const revoked = { ...sessionRow(account, clock()), revokedAt: clock(), revokedReason: 'logged_out' as const }
      await store.withAccount(account.id, () => ({ outcome: null, sessions: [revoked] }))
      await commit(denialsOf(['sid:a'], clock() + 60))
      clock.advance(59)
      expect(await store.prune(100)).toBe(0)
      expect(await store.findDenied(['sid:a'])).toBe('sid:a')
      expect(await store.findSession(revoked.id)).toEqual(revoked)
      clock.advance(89 * DAY)
      await store.prune(100)
      expect(await store.findDenied(['sid:a'])).toBeNull()
      expect(await store.findSession(session.id)).toEqual(session)
    })

    test('leaves an ended session in its owner’s list for a week, and no longer', async () => {
      const { store, clock } = current()
      const { account, session } = await createRows(store, clock())
      const ended = { ...session, accessUntil: clock(), revokedAt: clock(), revokedReason: 'logged_out' as const }
      await store.withAccount(account.id, () => ({ outcome: null, sessions: [ended] }))
      clock.advance(7 * DAY - 1)
      await store.prune(100)
      expect(await store.findSession(session.id)).toEqual(ended)
      clock.advance(1)
      await store.prune(100)
      expect(await store.findSession(session.id)).toBeNull()
    })

    test('deletes at most as many rows as it was allowed, and everything due in the end', async () => {
      const { store, clock } = current()
      const { account } = await createRows(store, clock())
      const sessions = Array.from({ length: 8 }, () => sessionRow(account, clock()))
      await store.withAccount(account.id, () => ({ outcome: null, sessions }))
      await commit(denialsOf(['sid:a', 'sid:b', 'sid:c', 'sid:d', 'sid:e', 'sid:f', 'sid:g'], clock() + 60))
      clock.advance(200 * DAY)
      for (let round = 0; ; round++) {
        const count = await store.prune(3)
        expect(count).toBeLessThanOrEqual(3)
        if (count === 0) break
        expect(round).toBeLessThan(20)
      }
      expect(await store.findDenied(['sid:a', 'sid:g'])).toBeNull()
      expect(await store.listSessions(account.id)).toEqual([])
      expect(await store.findAccount(account.id)).toEqual(account)
    })
  })
}
