import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createAuth } from './index.ts'
import { codeOf, credentials, openTestAuth, PASSWORD, plainPasswords, type TestAuth } from './testing.ts'

let engine: TestAuth
let auth: TestAuth['auth']
beforeEach(async () => {
  engine = await openTestAuth()
  auth = engine.auth
})

const MINA = 'mina@example.org'

describe('register', () => {
  test('LG-14: one address has one account, however it is spelled', async () => {
    await auth.register(credentials('combined', ' Mina@Example.ORG'))
    for (const email of [
      MINA,
      'MINA@EXAMPLE.ORG',
      'ｍｉｎａ@example.org',
      'mina@example.org\n',
      '\u00a0mina@example.org',
    ]) {
      expect(await codeOf(auth.register(credentials('combined', email)))).toBe('email_taken')
      await auth.login(credentials('combined', email))
    }
  })

  test('LG-14: 20 registrations of one address at once make one account', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => auth.register(credentials())))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('the account is logged in at once, and its activity begins', async () => {
    const { account, accessToken, session } = await auth.register(credentials())
    const caller = await auth.authenticate(accessToken)
    expect(await auth.findAccount(caller)).toEqual({ id: account.id, email: MINA, createdAt: engine.clock() })
    const activity = await auth.listActivity(caller)
    expect(activity.map(({ kind, sessionId }) => [kind, sessionId])).toEqual([
      ['registered', session.id],
      ['used', session.id],
    ])
  })

  test.each([
    ['seven characters', '1234567', 'password_unsuitable'],
    ['129 characters', 'x'.repeat(129), 'password_unsuitable'],
    ['seven code points of two units', '🦊'.repeat(7), 'password_unsuitable'],
    ['one of the most used', 'password1', 'password_unsuitable'],
  ])('LG-06: a password of %s is unsuitable', async (_title, password, code) => {
    expect(await codeOf(auth.register({ ...credentials(), password }))).toBe(code)
    expect(await engine.deps.store.findAccountByEmail(MINA)).toBeNull()
  })

  test.each([
    ['eight characters of one kind', 'aaaaaaaa'],
    ['128 characters', 'x'.repeat(128)],
    ['spaces at both ends', '  spaces count  '],
    ['eight foxes', '🦊'.repeat(8)],
    ['a NUL', 'with\0a zero byte'],
  ])('LG-06: a password of %s is accepted, and only it opens the account', async (_title, password) => {
    await auth.register({ ...credentials(), password })
    await auth.login({ ...credentials(), password })
    for (const near of [password.slice(0, -1), `${password} `, password.trim().slice(1)]) {
      expect(await codeOf(auth.login({ ...credentials(), password: near }))).toBe('invalid_credentials')
    }
  })

  test('the same key presses open the account from every keyboard: passwords are compared as NFC', async () => {
    await auth.register({ ...credentials(), password: 'caf\u00e9 caf\u00e9' })
    await auth.login({ ...credentials(), password: 'cafe\u0301 cafe\u0301' })
  })
})

describe('login', () => {
  beforeEach(() => auth.register(credentials()))

  test('LG-02: an unknown account costs one verification, as a known one does, and gets the same answer', async () => {
    const verify = vi.fn(plainPasswords.verify)
    const counted = createAuth({ ...engine.deps, passwords: { ...plainPasswords, verify } })
    const refusals = [
      await counted.login({ ...credentials(), password: 'wrong password' }).catch((error) => error),
      await counted.login(credentials('combined', 'nobody@example.org')).catch((error) => error),
    ]
    expect(verify).toHaveBeenCalledTimes(2)
    expect(verify.mock.calls[1]![0]).toBe(plainPasswords.decoy)
    expect(refusals.map(({ code, message }) => [code, message])).toEqual(
      Array(2).fill(['invalid_credentials', 'invalid_credentials']),
    )
  })

  test('a failure is written into the activity of the account, and opens nothing', async () => {
    await codeOf(auth.login({ ...credentials(), password: 'wrong password' }))
    const caller = await auth.authenticate((await auth.login(credentials())).accessToken)
    const kinds = (await auth.listActivity(caller)).map(({ kind }) => kind)
    expect(kinds).toEqual(['registered', 'login_failed', 'logged_in', 'used'])
    expect(await auth.listSessions(caller)).toHaveLength(2)
  })

  test('CK-05: every login is a new session with new secrets', async () => {
    const logins = await Promise.all(Array.from({ length: 5 }, () => auth.login(credentials())))
    for (const part of ['accessToken', 'refreshToken', 'holder'] as const) {
      expect(new Set(logins.map((login) => login[part])).size).toBe(5)
    }
    expect(new Set(logins.map(({ session }) => session.id)).size).toBe(5)
  })

  test('LG-01: a hash with yesterday’s parameters is brought up to date, and still opens the account', async () => {
    const { store } = engine.deps
    const account = (await store.findAccountByEmail(MINA))!
    const outdated = { ...account, passwordHash: `old:${PASSWORD}` }
    await store.withAccount(account.id, () => ({ outcome: null, account: outdated }))
    expect(await codeOf(auth.login({ ...credentials(), password: 'wrong password' }))).toBe('invalid_credentials')
    expect((await store.findAccount(account.id))?.passwordHash).toBe(`old:${PASSWORD}`)
    await auth.login(credentials())
    expect(await store.findAccount(account.id)).toEqual({ ...account, passwordHash: `plain:${PASSWORD}` })
    await auth.login(credentials())
  })
})

test('LG-15: an account has 50 open sessions at most: the one unseen for longest makes room, and its token dies', async () => {
  const { auth, clock } = await openTestAuth()
  const first = await auth.register(credentials())
  for (let i = 0; i < 50; i++) {
    clock.advance(1)
    await auth.login(credentials())
  }
  expect(await codeOf(auth.authenticate(first.accessToken))).toBe('denied_session')
  expect(await codeOf(auth.refresh(first))).toBe('session_revoked')
  const last = await auth.login(credentials())
  const sessions = await auth.listSessions(await auth.authenticate(last.accessToken))
  expect(sessions.filter(({ endedAt }) => endedAt === null)).toHaveLength(50)
})
