import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createAuth, type IssuedTokens } from './index.ts'
import { codeOf, credentials, openTestAuth, PASSWORD, plainPasswords, type TestAuth } from './testing.ts'

const EMAIL = credentials().email
const NEXT = 'another horse battery'
let engine: TestAuth
let auth: TestAuth['auth']
let mina: IssuedTokens
beforeEach(async () => {
  engine = await openTestAuth()
  auth = engine.auth
  mina = await auth.register(credentials())
})

const issue = async () => (await auth.issueResetCode(EMAIL))!.code
const reset = (code: string, email = EMAIL, newPassword = NEXT) => auth.resetPassword({ email, code, newPassword })
const logIn = (password: string) => auth.login({ ...credentials(), password })
const row = async () => (await engine.deps.store.findAccountByEmail(EMAIL))!

test('RV-08: a reset ends every session, whoever opened it, and opens none', async () => {
  const others = [await auth.login(credentials()), await auth.login(credentials('denylist'))]
  const receipt = await reset(await issue())
  expect(receipt).toMatchObject({ refresh: 'revoked', access: 'denied', stolenTokenWorksUntil: null, pending: [] })
  expect(receipt.ended).toHaveLength(3)
  for (const { accessToken } of [mina, ...others])
    expect(await codeOf(auth.authenticate(accessToken))).toBe('denied_version')
  for (const one of [mina, others[0]!]) expect(await codeOf(auth.refresh(one))).toBe('session_revoked')
  const sessions = await engine.deps.store.listSessions(mina.session.accountId)
  expect(sessions.map(({ revokedReason }) => revokedReason)).toEqual(Array(3).fill('password_reset'))
  expect(await codeOf(logIn(PASSWORD))).toBe('invalid_credentials')
  await auth.authenticate((await logIn(NEXT)).accessToken)
})

test('the owner sees that a code was made and that it was used', async () => {
  await reset(await issue())
  const caller = await auth.authenticate((await logIn(NEXT)).accessToken)
  const kinds = (await auth.listActivity(caller)).map(({ kind }) => kind)
  expect(kinds).toEqual(['registered', 'reset_code_issued', 'password_reset', 'logged_in', 'used'])
})

test('a code has 128 random bits and the database keeps its hash alone', async () => {
  const codes = await Promise.all(Array.from({ length: 50 }, issue))
  for (const code of codes) expect(code).toMatch(/^([0-9a-f]{4}-){7}[0-9a-f]{4}$/)
  expect(new Set(codes).size).toBe(50)
  for (const code of codes) expect(JSON.stringify(await row())).not.toContain(code.replaceAll('-', ''))
})

describe('a code is refused', () => {
  const cases: Record<string, () => Promise<string>> = {
    'after it was used': async () => {
      const code = await issue()
      await reset(code)
      return code
    },
    'after the next one was made': async () => {
      const code = await issue()
      await issue()
      return code
    },
    'after fifteen minutes': async () => {
      const code = await issue()
      engine.clock.advance(900)
      return code
    },
    'after the password was changed': async () => {
      const code = await issue()
      const caller = await auth.authenticate(mina.accessToken)
      await auth.changePassword(caller, { currentPassword: PASSWORD, newPassword: 'a third horse battery' })
      return code
    },
    'after everything was logged out': async () => {
      const code = await issue()
      await auth.logoutEverywhere(await auth.authenticate(mina.accessToken))
      return code
    },
    'when none was made': async () => '0000-0000-0000-0000-0000-0000-0000-0000',
    'when it is nothing': async () => '-',
    'when it was made for somebody else': async () => {
      await auth.register(credentials('combined', 'omar@example.org'))
      return (await auth.issueResetCode('omar@example.org'))!.code
    },
    'when it is the hash that the database holds': async () => {
      await issue()
      return (await row()).resetHash!
    },
  }

  test.each(Object.entries(cases))('%s, and nothing changes', async (_title, prepare) => {
    const code = await prepare()
    const before = await row()
    expect(await codeOf(reset(code, EMAIL, 'a fourth horse battery'))).toBe('reset_refused')
    expect(await row()).toEqual(before)
    expect(await codeOf(logIn('a fourth horse battery'))).toBe('invalid_credentials')
  })
})

test('a code works to the last second, typed in capitals, without hyphens and with spaces', async () => {
  const code = await issue()
  engine.clock.advance(899)
  await reset(` ${code.toUpperCase().replaceAll('-', ' ')} `, 'Mina@Example.ORG')
})

test('of twenty that use one code at once, one succeeds', async () => {
  const code = await issue()
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => reset(code, EMAIL, `${NEXT} ${i}`)))
  const won = outcomes.flatMap(({ status }, i) => (status === 'fulfilled' ? [i] : []))
  expect(won).toHaveLength(1)
  await logIn(`${NEXT} ${won[0]}`)
})

test('an unsuitable password is refused before the code is looked at, and costs none', async () => {
  const code = await issue()
  for (const unsuitable of ['short', 'password1'])
    expect(await codeOf(reset(code, EMAIL, unsuitable))).toBe('password_unsuitable')
  await reset(code)
})

test('LG-12: an unknown address costs one hash and as many questions as a known one, and gets the same answer', async () => {
  const hash = vi.fn(plainPasswords.hash)
  const asked: string[] = []
  const store = new Proxy(engine.deps.store, {
    get(target, name: string) {
      asked.push(name)
      return Reflect.get(target, name)
    },
  })
  const counted = createAuth({ ...engine.deps, store, passwords: { ...plainPasswords, hash } })
  const costs = []
  await issue()
  for (const email of [EMAIL, 'nobody@example.org']) {
    hash.mockClear()
    asked.length = 0
    const code = await codeOf(counted.resetPassword({ email, code: 'wrong', newPassword: NEXT }))
    costs.push([code, hash.mock.calls.length, asked.join()])
  }
  expect(costs[0]).toEqual(['reset_refused', 1, 'findAccountByEmail,withAccount'])
  expect(costs[1]).toEqual(costs[0])
})

test('nobody makes a code for an account that is not there', async () => {
  expect(await auth.issueResetCode('nobody@example.org')).toBeNull()
})

test('a login that a reset overtook opens nothing', async () => {
  const code = await issue()
  const { store } = engine.deps
  const slow = createAuth({
    ...engine.deps,
    store: {
      ...store,
      async findAccountByEmail(email) {
        const found = await store.findAccountByEmail(email)
        await reset(code)
        return found
      },
    },
  })
  expect(await codeOf(slow.login(credentials()))).toBe('invalid_credentials')
})
