import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { codeOf, createTestClock, credentials, LEEWAY, openTestAuth, type TestClock } from '@/lib/auth/testing.ts'
import type { AuditRow, Origin } from '@/lib/server/ports.ts'
import type { AuditOptions } from '../audit.ts'
import type { Database } from '../open.ts'
import { auditRow, describeKept, RETENTION } from './audit-kept.ts'
import { activityRow, createRows, DAY, writeChange } from './rows.ts'

export interface OpenedAudit extends Pick<Database, 'store' | 'untold' | 'audit'> {
  /** Statements that go past the driver, and that the database must refuse where a row is kept. */
  forbidden: string[]
  execute(statement: string): Promise<unknown>
  close(): Promise<void> | void
}

const request: Origin = { address: '203.0.113.7', requestId: crypto.randomUUID() }

/** What every database must do with the audit trail. */
export function describeAuditTrail(
  name: string,
  open: (clock: TestClock, audit: AuditOptions) => Promise<OpenedAudit>,
): void {
  describe(`the audit trail of ${name}`, () => {
    let clock: TestClock
    let opened: OpenedAudit
    let origin: Origin | null
    /** The database's own clock is at the machine's time: a hundred days later. */
    beforeEach(async () => {
      clock = createTestClock(Math.floor(Date.now() / 1000) - 100 * DAY)
      origin = null
      opened = await open(clock, { retention: RETENTION, origin: () => origin })
    })
    afterEach(() => opened.close())

    const listAll = (accountId: string) => opened.audit.list(accountId, { limit: 999 })
    const brief = ({ event, code, generation }: AuditRow) => [event, code, generation]

    test('AU-02: whatever the engine decides about an account is a row: logins, rotation, replay, reuse, every ending', async () => {
      const { auth } = await openTestAuth({ store: opened.store }, clock)
      const login = await auth.register(credentials())
      const { accountId } = login.session
      await codeOf(auth.login({ ...credentials(), password: 'not the password' }))
      const next = (await auth.refresh(login)).tokens!
      await auth.refresh(login)
      await auth.authenticate(next.accessToken)
      clock.advance(LEEWAY + 1)
      expect(await codeOf(auth.refresh(login))).toBe('refresh_reused')
      const [one, two, three] = [
        await auth.login(credentials()),
        await auth.login(credentials()),
        await auth.login(credentials()),
      ]
      const caller = await auth.authenticate(one.accessToken)
      await auth.logout(two)
      await auth.revokeSession(caller, three.session.id)
      await auth.login(credentials())
      await auth.logoutOthers(caller)
      await auth.reauthenticate(caller, credentials().password)
      const passwords = { currentPassword: credentials().password, newPassword: 'quite another one' }
      const changed = await auth.changePassword(caller, passwords)
      const other = await auth.login({ ...credentials(), password: passwords.newPassword })
      await auth.logoutEverywhere(await auth.authenticate(changed.accessToken))
      const last = await auth.login({ ...credentials(), password: passwords.newPassword })
      await auth.deleteAccount(await auth.authenticate(last.accessToken))

      const rows = await listAll(accountId)
      expect(rows.map(brief)).toEqual([
        ['registered', null, 0],
        ['login_failed', null, null],
        ['refreshed', null, 1],
        ['replayed', null, 1],
        ['refresh_reused', 'refresh_reused', 1],
        ...Array(3).fill(['logged_in', null, 0]),
        ['session_ended', 'logged_out', 0],
        ['session_ended', 'ended_by_owner', 0],
        ['logged_in', null, 0],
        ['session_ended', 'logged_out_others', 0],
        ['reauthenticated', null, 0],
        ['password_changed', 'password_changed', 0],
        ['session_ended', 'password_changed', 0],
        ['logged_in', null, 0],
        ['logged_out_everywhere', 'logged_out_everywhere', 0],
        ['session_ended', 'logged_out_everywhere', 0],
        ['logged_in', null, 0],
        ['session_ended', 'logged_out_everywhere', 0],
        ['account_deleted', null, null],
      ])
      expect(rows.find(({ code }) => code === 'ended_by_owner')!.sessionId).toBe(three.session.id)
      expect(rows.findLast(({ code }) => code === 'logged_out_everywhere')!.sessionId).toBe(last.session.id)
      expect(rows.filter(({ sessionId }) => sessionId === other.session.id)).toHaveLength(2)
    })

    test('AU-02, AU-05: a row has the address and the id of the request that is being answered, where one is', async () => {
      origin = request
      const { account, session } = await createRows(opened.store, clock())
      origin = { address: '198.51.100.9', requestId: crypto.randomUUID() }
      const other = origin
      await opened.store.recordActivity(activityRow(session, 'login_failed', clock() + 0.5))
      origin = null
      await writeChange(opened.store, account.id, { activity: [activityRow(session, 'refreshed', clock() + 0.75)] })
      expect(await listAll(account.id)).toMatchObject([
        { event: 'registered', at: clock(), sessionId: session.id, ...request, count: 1 },
        { event: 'login_failed', at: clock() + 0.5, ...other },
        { event: 'refreshed', at: clock() + 0.75, address: null, requestId: null },
      ])
    })

    test('AU-02: of an era that ends everything there is a row for each session that was open', async () => {
      const { account, session } = await createRows(opened.store, clock())
      const begin = () =>
        opened.store.beginEra((era) => ({ era: era + 1, version: 7, reason: 'revoked_by_operator', denials: [] }))
      await begin()
      await begin()
      const ended = (await listAll(account.id)).filter(({ event }) => event === 'session_ended')
      expect(ended).toMatchObject([{ sessionId: session.id, code: 'revoked_by_operator', generation: 0, count: 1 }])
    })

    test('a row is told in the transaction of the act: both are there, or neither', async () => {
      const { account, session } = await createRows(opened.store, clock())
      const refuse = () =>
        opened.store.withSession(session.id, (session) => ({
          outcome: null,
          sessions: [{ ...session, generation: 1 }],
          activity: [{ ...activityRow(session, 'refreshed', clock()), at: null as never }],
        }))
      await expect(refuse()).rejects.toThrow()
      expect((await listAll(account.id)).map(({ event }) => event)).toEqual(['registered'])
    })

    test('AU-06: where the trail cannot be written nothing is done, and the act says so', async () => {
      const { account, session } = await createRows(opened.store, clock())
      await opened.execute('alter table audit_event rename to elsewhere')
      const end = () =>
        opened.store.withSession(session.id, (session, _account, now) => ({
          outcome: 'ended',
          sessions: [{ ...session, revokedAt: now, revokedReason: 'logged_out' as const }],
          denials: [{ key: 'sid:a', until: now + 60 }],
        }))
      await expect(end()).rejects.toThrow()
      expect(await opened.store.findSession(session.id)).toEqual(session)
      expect(await opened.store.findDenied(['sid:a'])).toBeNull()
      await opened.execute('alter table elsewhere rename to audit_event')
      expect(await end()).toBe('ended')
      expect((await listAll(account.id)).map(brief)).toEqual([
        ['registered', null, 0],
        ['session_ended', 'logged_out', 0],
      ])
    })

    test('rows are listed as they were given, by time, in pages, each once, and nobody else’s', async () => {
      const times = [5, 1, 1, 1, 3, 2, 4]
      const given = times.map((second) => auditRow(clock() + second))
      await opened.audit.append([
        ...given,
        auditRow(clock(), { accountId: 'b' }),
        auditRow(clock(), { accountId: null }),
      ])
      const seen: AuditRow[] = []
      for (;;) {
        const page = await opened.audit.list('a', { after: seen.at(-1) ?? { at: 0, id: 0 }, limit: 2 })
        seen.push(...page)
        if (page.length < 2) break
      }
      const byTime = given.toSorted((one, other) => one.at - other.at)
      expect(seen).toEqual(byTime.map((one) => ({ ...one, id: expect.any(Number) })))
      expect(await opened.audit.list('a', { limit: 3 }), 'the newest').toEqual(seen.slice(-3))
      expect(await listAll('b')).toHaveLength(1)
    })

    describeKept(() => ({ ...opened, clock }))

    test('the trail outlives its account: whoever deletes it does not delete what was done', async () => {
      origin = request
      const { account } = await createRows(opened.store, clock())
      await writeChange(opened.store, account.id, { account: null })
      const rows = await listAll(account.id)
      expect(rows.map(({ event, address }) => [event, address])).toEqual([
        ['registered', request.address],
        ['account_deleted', request.address],
      ])
      expect(JSON.stringify(rows), 'an id that names nobody any more').not.toContain(account.email)
    })

    test('of the sandbox’s guests nothing is told', async () => {
      const { account } = await createRows(opened.untold, clock())
      await writeChange(opened.untold, account.id, { account: null })
      expect(await listAll(account.id)).toEqual([])
    })
  })
}
