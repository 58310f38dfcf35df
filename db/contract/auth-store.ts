import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Account, AuthStore, Change, Denial, Session } from '@/lib/auth/ports.ts'
import { createTestClock, credentials, openTestAuth, type TestClock } from '@/lib/auth/testing.ts'
import { accountRow, activityRow, createRows, DAY, sessionRow } from './rows.ts'

export interface OpenedAuthStore {
  /** Empty, and with its outbox on: denials wait until they are settled. */
  store: AuthStore
  close(): Promise<void> | void
  /** The same data through a new connection; left out by a store that forgets. */
  reopen?: () => Promise<AuthStore>
}

/** What every AuthStore must do, whatever it is made of. */
export function describeAuthStore(name: string, open: (clock: TestClock) => Promise<OpenedAuthStore>): void {
  describe(`the AuthStore of ${name}`, () => {
    let clock: TestClock
    let opened: OpenedAuthStore
    let store: AuthStore
    beforeEach(async () => {
      clock = createTestClock()
      opened = await open(clock)
      store = opened.store
    })
    afterEach(() => opened.close())

    /** Writes a change as an unconditional decision would. */
    const write = (accountId: string, change: Omit<Change<unknown>, 'outcome'>) =>
      store.withAccount(accountId, () => ({ ...change, outcome: 'written' }))

    test('keeps every column of an account and a session as it was given', async () => {
      const { account, session } = await createRows(store, clock())
      expect(await store.findAccount(account.id)).toEqual(account)
      expect(await store.findAccountByEmail(account.email)).toEqual(account)
      expect(await store.findSession(session.id)).toEqual(session)
      expect(await store.listSessions(account.id)).toEqual([session])
    })

    test('finds nothing where there is nothing, and calls no decision for it', async () => {
      const never = () => {
        throw new Error('called')
      }
      const id = crypto.randomUUID()
      const absent = [
        await store.findAccount(id),
        await store.findAccountByEmail('nobody@example.org'),
        await store.findSession(id),
        await store.withSession(id, never),
        await store.withAccount(id, never),
        await store.findDenied([`sid:${id}`]),
        await store.findDenied([]),
      ]
      expect(absent).toEqual(absent.map(() => null))
      expect([await store.listSessions(id), await store.listActivity(id, { limit: 9 })]).toEqual([[], []])
    })

    test('gives one address to one of 50 that register it at once, and writes nothing for the others', async () => {
      const rows = Array.from({ length: 50 }, () => {
        const account = accountRow(clock())
        return { account, session: sessionRow(account, clock()) }
      })
      const outcomes = await Promise.all(
        rows.map(({ account, session }) =>
          store.createAccount(account, session, [activityRow(session, 'registered', clock())]),
        ),
      )
      const won = outcomes.indexOf('created')
      expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1)
      expect(outcomes.filter((outcome) => outcome === 'email_taken')).toHaveLength(49)
      for (const [i, { account, session }] of rows.entries()) {
        expect(await store.findAccount(account.id)).toEqual(i === won ? account : null)
        expect(await store.findSession(session.id)).toEqual(i === won ? session : null)
        expect(await store.listActivity(account.id, { limit: 9 })).toHaveLength(i === won ? 1 : 0)
      }
    })

    test('lists sessions newest first, the ended ones too', async () => {
      const { account, session } = await createRows(store, clock())
      const later = { ...sessionRow(account, clock() + 1.5), revokedAt: clock() + 2, revokedReason: 'logged_out' as const }
      const latest = sessionRow(account, clock() + 1.75)
      await write(account.id, { sessions: [latest, later] })
      expect((await store.listSessions(account.id)).map(({ id }) => id)).toEqual([latest.id, later.id, session.id])
    })

    test('gives a decision the rows and the time, and returns its outcome', async () => {
      const { account, session } = await createRows(store, clock())
      const outcome = await store.withSession(session.id, (session, account, now) => ({
        outcome: { session, account, now },
      }))
      expect(outcome).toEqual({ session, account, now: expect.closeTo(clock(), -1) })
      const many = await store.withAccount(account.id, (account, open, now) => ({ outcome: { account, open, now } }))
      expect(many).toEqual({ account, open: [session], now: expect.closeTo(clock(), -1) })
    })

    test('shows a decision about an account its open sessions only: revoked ones are over, late ones not', async () => {
      const { account, session } = await createRows(store, clock())
      const revoked = { ...sessionRow(account, clock()), revokedAt: clock() }
      const late = { ...sessionRow(account, clock()), idleExpiresAt: clock() - 1 }
      const elsewhere = await createRows(store, clock(), 'other@example.org')
      await write(account.id, { sessions: [revoked, late] })
      const seen = await store.withAccount(account.id, (_account, open) => ({ outcome: open.map(({ id }) => id) }))
      expect(new Set(seen)).toEqual(new Set([session.id, late.id]))
      expect(seen).not.toContain(elsewhere.session.id)
    })

    test('writes all of a change: account, sessions, denials and activity', async () => {
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
      const outcome = await write(account.id, { account: next, sessions: [ended, opened], denials, activity })
      expect(outcome).toBe('written')
      expect(await store.findAccount(account.id)).toEqual(next)
      expect(await store.findSession(session.id)).toEqual(ended)
      expect(await store.findSession(opened.id)).toEqual(opened)
      expect(await store.listPendingDenials(9)).toEqual(denials)
      expect(await store.listActivity(account.id, { limit: 1 })).toEqual([{ ...activity[0], id: expect.any(Number) }])
    })

    test('writes nothing for a decision that throws, passes its error on, and is not left locked', async () => {
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

    test('lets 50 decisions about one session see each other: none is lost', async () => {
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
          sessions: [{ ...session, generation: session.generation + 1, openedVersion: session.openedVersion }],
        }))
      await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? bump() : rotate())))
      expect((await store.findAccount(account.id))?.version).toBe(account.version + 20)
      expect((await store.findSession(session.id))?.generation).toBe(session.generation + 40)
    })

    test('opens no session between the reading and the writing of a decision about the account', async () => {
      const { account } = await createRows(store, clock())
      const openOne = () =>
        store.withAccount(account.id, (account, open, now) => ({
          outcome: open.length,
          sessions: [{ ...sessionRow(account, now) }],
        }))
      const counts = await Promise.all(Array.from({ length: 20 }, openOne))
      expect(counts.sort((a, b) => a! - b!)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    })

    test('deletes an account with its sessions and activity, and keeps its denials until their time', async () => {
      const { account, session } = await createRows(store, clock())
      const other = await createRows(store, clock(), 'other@example.org')
      const denials = [{ key: `ver:${account.id}:1`, until: clock() + 360 }]
      await write(account.id, { account: null, denials })
      expect(await store.findAccount(account.id)).toBeNull()
      expect(await store.findAccountByEmail(account.email)).toBeNull()
      expect(await store.findSession(session.id)).toBeNull()
      expect(await store.listSessions(account.id)).toEqual([])
      expect(await store.listActivity(account.id, { limit: 9 })).toEqual([])
      expect(await store.findDenied([denials[0]!.key])).toBe(denials[0]!.key)
      expect(await store.findSession(other.session.id)).toEqual(other.session)
      expect(await store.createAccount(accountRow(clock()), sessionRow(account, clock()), []).catch(() => 'x')).not.toBe(
        'email_taken',
      )
    })

    test('50 refreshes of one token at once through the engine: one identical successor, one generation on', async () => {
      const { auth } = await openTestAuth({ store }, clock)
      const { session, refreshToken, holder } = await auth.register(credentials('combined'))
      const answers = await Promise.all(Array.from({ length: 50 }, () => auth.refresh({ refreshToken, holder })))
      expect(new Set(answers.map(({ tokens }) => tokens?.refreshToken)).size).toBe(1)
      expect(answers[0]!.tokens?.refreshToken).not.toBe(refreshToken)
      const row = await store.findSession(session.id)
      expect(row).toMatchObject({ generation: 1, revokedAt: null, shadowedGeneration: null })
      clock.advance(DAY)
      const next = await auth.refresh({ refreshToken: answers[49]!.tokens!.refreshToken, holder })
      expect(next.session.generation).toBe(2)
    })

    test('has what was committed after a restart', async ({ skip }) => {
      if (!opened.reopen) return skip('forgets with its process')
      const { account, session } = await createRows(store, clock())
      await write(account.id, { denials: [{ key: 'sid:a', until: clock() + 60 }] })
      const again = await opened.reopen()
      expect(await again.findAccount(account.id)).toEqual(account)
      expect(await again.findSession(session.id)).toEqual(session)
      expect(await again.listPendingDenials(9)).toEqual([{ key: 'sid:a', until: clock() + 60 }])
    })
  })
}
