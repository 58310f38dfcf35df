import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AuthStore } from '@/lib/auth/ports.ts'
import { createTestClock, credentials, openTestAuth, type TestClock } from '@/lib/auth/testing.ts'
import { describeActivity } from './activity.ts'
import { describeDecisions } from './decisions.ts'
import { describeDenials } from './denials.ts'
import { describeEras } from './eras.ts'
import { accountRow, activityRow, createRows, DAY, sessionRow, writeChange } from './rows.ts'

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
      // Near the machine's own time: some drivers have a clock of their own.
      clock = createTestClock(Math.floor(Date.now() / 1000))
      opened = await open(clock)
      store = opened.store
    })
    afterEach(() => opened.close())

    test('SF-11: keeps every column of an account and a session as it was given', async () => {
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

    test('LG-14: gives one address to one of 50 that register it at once, and writes nothing for the others', async () => {
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

    test('BI-05: text is never SQL: quotes, comments and wildcards find and change nothing but themselves', async () => {
      const { account, session } = await createRows(store, clock())
      const texts = ["' or 1=1 --", '%', '_', "'; drop table accounts; --", '\\', '"', '$1', '?', `${account.id}' --`]
      for (const text of texts) {
        expect(await store.findAccountByEmail(text), text).toBeNull()
        expect(await store.findSession(text), text).toBeNull()
        expect(await store.listSessions(text), text).toEqual([])
        expect(await store.findDenied([text]), text).toBeNull()
        const other = await createRows(store, clock(), text)
        expect(await store.findAccountByEmail(text), text).toEqual(other.account)
        const named = { ...sessionRow(other.account, clock()), device: text }
        await writeChange(store, other.account.id, { sessions: [named] })
        expect(await store.findSession(named.id), text).toEqual(named)
      }
      expect(await store.findSession(session.id)).toEqual(session)
      expect(await store.findAccount(account.id)).toEqual(account)
    })

    test('lists sessions newest first, the ended ones too', async () => {
      const { account, session } = await createRows(store, clock())
      const later = {
        ...sessionRow(account, clock() + 1.5),
        revokedAt: clock() + 2,
        revokedReason: 'logged_out' as const,
      }
      const latest = sessionRow(account, clock() + 1.75)
      await writeChange(store, account.id, { sessions: [latest, later] })
      expect((await store.listSessions(account.id)).map(({ id }) => id)).toEqual([latest.id, later.id, session.id])
    })

    test('deletes an account with its sessions and activity, and keeps its denials until their time', async () => {
      const { account, session } = await createRows(store, clock())
      const other = await createRows(store, clock(), 'other@example.org')
      const denials = [{ key: `ver:${account.id}:1`, until: clock() + 360 }]
      await writeChange(store, account.id, { account: null, denials })
      expect(await store.findAccount(account.id)).toBeNull()
      expect(await store.findAccountByEmail(account.email)).toBeNull()
      expect(await store.findSession(session.id)).toBeNull()
      expect(await store.listSessions(account.id)).toEqual([])
      expect(await store.listActivity(account.id, { limit: 9 })).toEqual([])
      expect(await store.findDenied([denials[0]!.key])).toBe(denials[0]!.key)
      expect(await store.findSession(other.session.id)).toEqual(other.session)
      const again = accountRow(clock())
      expect(await store.createAccount(again, sessionRow(again, clock()), [])).toBe('created')
    })

    test('RT-03: 50 refreshes of one token at once through the engine: one identical successor, one generation on', async () => {
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

    describeDecisions(() => ({ store, clock }))
    describeActivity(() => ({ store, clock }))
    describeDenials(() => ({ store, clock }))
    describeEras(() => ({ store, clock }))

    test('writes all of a change or nothing: a part that cannot be written takes the others with it', async ({
      skip,
    }) => {
      if (!opened.reopen) return skip('refuses no row')
      const { session } = await createRows(store, clock())
      const broken = { ...activityRow(session, 'refreshed', clock()), at: null as never }
      const attempt = store.withSession(session.id, (session) => ({
        outcome: 'rotated',
        sessions: [{ ...session, generation: 1, currentHash: 'next' }],
        denials: [{ key: 'sid:a', until: clock() + 60 }],
        activity: [broken],
      }))
      await expect(attempt).rejects.toThrow()
      expect(await store.findSession(session.id)).toEqual(session)
      expect(await store.findDenied(['sid:a'])).toBeNull()
    })

    test('has what was committed after a restart', async ({ skip }) => {
      if (!opened.reopen) return skip('forgets with its process')
      const { account, session } = await createRows(store, clock())
      await writeChange(store, account.id, { denials: [{ key: 'sid:a', until: clock() + 60 }] })
      const again = await opened.reopen()
      expect(await again.findAccount(account.id)).toEqual(account)
      expect(await again.findSession(session.id)).toEqual(session)
      expect(await again.listPendingDenials(9)).toEqual([{ key: 'sid:a', until: clock() + 60 }])
    })
  })
}
