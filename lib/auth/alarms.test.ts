import { beforeEach, expect, test } from 'vitest'
import { STEP_UP_WINDOW } from './index.ts'
import { codeOf, credentials, LEEWAY, openBrowser, openTestAuth, PASSWORD, type TestAuth } from './testing.ts'

let engine: TestAuth
let auth: TestAuth['auth']
let accountId: string
beforeEach(async () => {
  engine = await openTestAuth()
  auth = engine.auth
  accountId = (await auth.register(credentials('denylist'))).account.id
})

/** A copy of a rotated token is presented after the leeway: the login ends, and the alarm rings. */
async function steal(device: string): Promise<void> {
  const tokens = await auth.login({ ...credentials(), device })
  const browser = openBrowser(auth, tokens)
  await browser.refresh()
  await browser.use()
  engine.clock.advance(LEEWAY + 1)
  expect(await codeOf(auth.refresh(tokens))).toBe('refresh_reused')
}

const callerOfLogin = async () => auth.authenticate((await auth.login(credentials('denylist'))).accessToken)

test('AU-07: an alarm waits for its owner, and says when and in which device', async () => {
  await steal('Chrome on Windows')
  const at = engine.clock()
  engine.clock.advance(30 * 86_400)
  expect(await auth.listAlarms({ accountId })).toMatchObject([
    { kind: 'refresh_reused', at, device: 'Chrome on Windows' },
  ])
  await steal('Safari on iPhone')
  expect((await auth.listAlarms({ accountId })).map(({ device }) => device)).toEqual([
    'Safari on iPhone',
    'Chrome on Windows',
  ])
})

test('AU-07: it is over once the owner says so, and a later one rings anew', async () => {
  await steal('Chrome on Windows')
  await auth.acknowledgeAlarms(await callerOfLogin())
  expect(await auth.listAlarms({ accountId })).toEqual([])
  await steal('Safari on iPhone')
  expect(await auth.listAlarms({ accountId })).toHaveLength(1)
})

test('AU-07: so does one that was set with the operator’s code', async () => {
  await steal('Chrome on Windows')
  const { email } = credentials()
  const { code } = (await auth.issueResetCode(email))!
  await auth.resetPassword({ email, code, newPassword: 'another horse battery' })
  expect(await auth.listAlarms({ accountId })).toEqual([])
})

test('AU-07: a new password answers it', async () => {
  await steal('Chrome on Windows')
  const input = { currentPassword: PASSWORD, newPassword: 'another horse battery' }
  await auth.changePassword(await callerOfLogin(), input)
  expect(await auth.listAlarms({ accountId })).toEqual([])
})

test('AU-07, LG-13: a thief who holds another login cannot take it away: that needs the password, and a session that is open', async () => {
  const login = await auth.login(credentials('denylist'))
  const caller = await auth.authenticate(login.accessToken)
  await steal('Chrome on Windows')
  engine.clock.advance(STEP_UP_WINDOW)
  expect(await codeOf(auth.acknowledgeAlarms(caller))).toBe('reauthentication_required')
  await auth.logout(login)
  expect(await codeOf(auth.acknowledgeAlarms(caller))).toBe('session_revoked')
  expect(await auth.listAlarms({ accountId })).toHaveLength(1)
})

test('AU-07: no flood of other events hides it, and nobody else sees it', async () => {
  await steal('Chrome on Windows')
  const other = await auth.register(credentials('combined', 'omar@example.org'))
  for (const kind of ['used', 'refreshed', 'replayed', 'login_failed', 'session_ended', 'logged_in'] as const)
    for (let i = 0; i < 60; i++)
      await engine.deps.store.recordActivity({
        accountId,
        sessionId: null,
        kind,
        at: engine.clock(),
        generation: null,
        reason: null,
      })
  expect(await auth.listAlarms({ accountId })).toHaveLength(1)
  expect(await auth.listAlarms(other.session)).toEqual([])
})

test('a login in a browser that has never logged in to the account is told apart from the others', async () => {
  await auth.login({ ...credentials(), isNewDevice: true })
  await auth.login({ ...credentials(), isNewDevice: false })
  const kinds = (await engine.deps.store.listActivity(accountId, { limit: 9 })).map(({ kind }) => kind)
  expect(kinds).toEqual(['registered', 'logged_in_new_device', 'logged_in'])
})
