import { describe, expect, test } from 'vitest'
import type { Account, AuthStore, Denial, Session } from '@/lib/auth/ports.ts'
import type { TestClock } from '@/lib/auth/testing.ts'
import { activityRow, createRows, sessionRow, writeChange } from './rows.ts'

export function describeDecisions(current: () => { store: AuthStore; clock: TestClock }): void {
  describe('decisions', () => {
    test('gives a decision the rows and the time, and returns its outcome', async () => {
      const { store, clock } = current()
      const { account, session } = await createRows(store, clock())
      const outcome = await store.withSession(session.id, (session, account, now) => ({
        outcome: { session, account, now },
      }))
      expect(outcome).toEqual({ session, account, now: expect.closeTo(clock(), -1) })
      const many = await store.withAccount(account.id, (account, open, now) => ({ outcome: { account, open, now } }))
      expect(many).toEqual({ account, open: [session], now: expect.closeTo(clock(), -1) })
    })

    test('shows a decision about an account its open sessions only: revoked ones are over, late ones not', async () => {
      const { store, clock } = current()
      const { account, session } = await createRows(store, clock())
      const revoked = { ...sessionRow(account, clock()), revokedAt: clock() }
      const late = { ...sessionRow(account, clock()), idleExpiresAt: clock() - 1 }
      const elsewhere = await createRows(store, clock(), 'other@example.org')
      await writeChange(store, account.id, { sessions: [revoked, late] })
      const seen = await store.withAccount(account.id, (_account, open) => ({ outcome: open.map(({ id }) => id) }))
      expect(new Set(seen)).toEqual(new Set([session.id, late.id]))
      expect(seen).not.toContain(elsewhere.session.id)
    })

    test('writes all of a change: account, sessions, denials and activity', async () => {
      const { store, clock } = current()
      const { account, session } = await createRows(store, clock())
      const next: Account = { ...account, passwordHash: 'another', version: 2 }
      const ended: Session = {
        ...session,
        ...{ generation: 7, currentHash: 'h', nonce: 'n', rotatedAt: clock() + 0.25, usedAt: clock() + 0.5 },
        ...{ rotatedBy: 'b', shadowedGeneration: 6, accessUntil: clock() + 301, lastSeenAt: clock() + 0.75 },
        ...{ authenticatedAt: clock() + 0.125, idleExpiresAt: clock() + 99.5 },
        ...{ revokedAt: clock() + 1.5, revokedReason: 'password_changed' as const },
      }
      const opened = { ...sessionRow(account, clock() + 1), openedVersion: 2 }
      const denials: Denial[] = [{ key: `ver:${account.id}:1`, until: clock() + 361 }]
      const activity = [activityRow(opened, 'password_changed', clock())]
      const outcome = await writeChange(store, account.id, {
        account: next,
        sessions: [ended, opened],
        denials,
        activity,
      })
      expect(outcome).toBe('written')
      expect(await store.findAccount(account.id)).toEqual(next)
      expect(await store.findSession(session.id)).toEqual(ended)
      expect(await store.findSession(opened.id)).toEqual(opened)
      expect(await store.listPendingDenials(9)).toEqual(denials)
      expect(await store.listActivity(account.id, { limit: 1 })).toEqual([{ ...activity[0], id: expect.any(Number) }])
    })

    test('writes nothing for a decision that throws, passes its error on, and is not left locked', async () => {
      const { store, clock } = current()
      const { account, session } = await createRows(store, clock())
      const thrown = new Error('no')
      const fail = () => {
        throw thrown
      }
      await expect(store.withSession(session.id, fail)).rejects.toBe(thrown)
      await expect(store.withAccount(account.id, fail)).rejects.toBe(thrown)
      expect(await store.findSession(session.id)).toEqual(session)
      expect(await store.withSession(session.id, ({ id }) => ({ outcome: id }))).toBe(session.id)
    })

    test('RT-03: lets 50 decisions about one session see each other: none is lost', async () => {
      const { store, clock } = current()
      const { session } = await createRows(store, clock())
      const seen = await Promise.all(
        Array.from({ length: 50 }, () =>
          store.withSession(session.id, (session) => ({
            outcome: session.generation,
            sessions: [{ ...session, generation: session.generation + 1 }],
          })),
        ),
      )
      expect(seen.sort((a, b) => a! - b!)).toEqual(Array.from({ length: 50 }, (_, i) => i))
      expect((await store.findSession(session.id))?.generation).toBe(50)
    })

    test('orders a decision about the account with those about its sessions', async () => {
      const { store, clock } = current()
      const { account, session } = await createRows(store, clock())
      const bump = () =>
        store.withAccount(account.id, (account, open) => ({
          outcome: 'bumped',
          account: { ...account, version: account.version + 1 },
          sessions: open.map((session) => ({ ...session, generation: session.generation + 1 })),
        }))
      const rotate = () =>
        store.withSession(session.id, (session, account) => ({
          outcome: account.version - session.generation,
          sessions: [{ ...session, generation: session.generation + 1 }],
        }))
      await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? bump() : rotate())))
      expect((await store.findAccount(account.id))?.version).toBe(account.version + 20)
      expect((await store.findSession(session.id))?.generation).toBe(session.generation + 40)
    })

    test('opens no session between the reading and the writing of a decision about the account', async () => {
      const { store, clock } = current()
      const { account } = await createRows(store, clock())
      const openOne = () =>
        store.withAccount(account.id, (account, open, now) => ({
          outcome: open.length,
          sessions: [sessionRow(account, now)],
        }))
      const counts = await Promise.all(Array.from({ length: 20 }, openOne))
      expect(counts.sort((a, b) => a! - b!)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    })
  })
}
