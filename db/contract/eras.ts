import { describe, expect, test } from 'vitest'
import type { AuthStore } from '@/lib/auth/ports.ts'
import type { TestClock } from '@/lib/auth/testing.ts'
import { createRows, sessionRow, writeChange } from './rows.ts'

export function describeEras(current: () => { store: AuthStore; clock: TestClock }): void {
  describe('eras', () => {
    test('the first is 0; the next writes every account, every open session and its denials at once', async () => {
      const { store, clock } = current()
      const mina = await createRows(store, clock())
      const omar = await createRows(store, clock(), 'omar@example.org')
      const ended = { ...sessionRow(mina.account, clock()), revokedAt: clock(), revokedReason: 'logged_out' as const }
      const code = { ...omar.account, resetHash: 'hash', resetUntil: clock() + 900.5 }
      await writeChange(store, mina.account.id, { sessions: [ended] })
      await writeChange(store, omar.account.id, { account: code })
      expect(await store.findAccount(omar.account.id)).toEqual(code)
      expect(await store.findEra()).toBe(0)

      const version = 1_800_000_000_000_001
      const denials = [{ key: 'era:0', until: clock() + 60 }]
      clock.advance(5)
      const counts = await store.beginEra((era, now) => {
        expect([era, now]).toEqual([0, clock()])
        return { era: 1_800_000_000, version, reason: 'revoked_by_operator', denials }
      })
      expect(counts).toEqual({ accounts: 2, sessions: 2 })
      expect(await store.findEra()).toBe(1_800_000_000)
      for (const { account, session } of [mina, omar]) {
        expect(await store.findAccount(account.id)).toEqual({ ...account, version })
        const revoked = { revokedAt: clock(), revokedReason: 'revoked_by_operator' }
        expect(await store.findSession(session.id)).toEqual({ ...session, ...revoked })
      }
      expect(await store.findSession(ended.id)).toEqual(ended)
      expect(await store.findDenied(['era:0'])).toBe('era:0')
      expect(await store.listPendingDenials(9)).toEqual(denials)
      const next = { ...sessionRow(mina.account, clock()), openedVersion: version }
      await writeChange(store, mina.account.id, { sessions: [next] })
      expect(await store.findSession(next.id)).toEqual(next)
    })

    test('a decision that throws begins none', async () => {
      const { store, clock } = current()
      const { account } = await createRows(store, clock())
      const broken = store.beginEra(() => {
        throw new Error('no')
      })
      await expect(broken).rejects.toThrow('no')
      expect([await store.findEra(), await store.findAccount(account.id)]).toEqual([0, account])
    })
  })
}
