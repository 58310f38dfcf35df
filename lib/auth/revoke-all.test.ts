import { expect, test } from 'vitest'
import { type AuthStore, createMemoryStore } from './index.ts'
import { codeOf, createTestClock, credentials, DENYLIST_METHODS, openBreakableAuth, openTestAuth } from './testing.ts'

/** A store of which there is a backup: `restore` puts every account and session back, and forgets the rest. */
async function openWithBackup() {
  const clock = createTestClock()
  let store: AuthStore = createMemoryStore(clock)
  const current = new Proxy({} as AuthStore, { get: (_, name) => Reflect.get(store, name) })
  const engine = await openTestAuth({ store: current }, clock)
  /** What a backup of an empty database comes to. */
  const restore = () => {
    store = createMemoryStore(clock)
  }
  return { ...engine, restore }
}

test('RV-20: the operator ends everything: no access token and no refresh token of anybody works at the next request', async () => {
  const { auth, deps } = await openTestAuth()
  const mina = await auth.register(credentials())
  const omar = await auth.register(credentials('denylist', 'omar@example.org'))
  await auth.logout(await auth.login(credentials()))
  expect(await auth.revokeAll()).toEqual({ accounts: 2, sessions: 2, confirmed: true })
  for (const one of [mina, omar]) expect(await codeOf(auth.authenticate(one.accessToken))).toBe('denied_version')
  expect(await codeOf(auth.refresh(mina))).toBe('session_revoked')
  const [session] = await deps.store.listSessions(omar.session.accountId)
  expect(session?.revokedReason).toBe('revoked_by_operator')

  const again = await auth.login(credentials())
  await auth.authenticate(again.accessToken)
  await auth.authenticate((await auth.refresh(again)).tokens!.accessToken)
  const newcomer = await auth.register(credentials('combined', 'ada@example.org'))
  await auth.authenticate(newcomer.accessToken)
})

test('RV-12: after a restore, tokens of accounts and versions that the database does not know are refused too', async () => {
  const { auth, restore, clock } = await openWithBackup()
  const mina = await auth.register(credentials())
  await auth.logoutEverywhere(await auth.authenticate(mina.accessToken))
  const later = await auth.login(credentials())
  restore()
  await auth.authenticate(later.accessToken)
  clock.advance(1)
  await auth.revokeAll()
  expect(await codeOf(auth.authenticate(later.accessToken))).toBe('denied_version')
  expect(await codeOf(auth.refresh(later))).toBe('refresh_unknown')
})

test('an era is never used a second time, not even after another restore', async () => {
  const { auth, restore, clock } = await openWithBackup()
  await auth.revokeAll()
  const between = (await auth.register(credentials())).account.version
  restore()
  clock.advance(1)
  await auth.revokeAll()
  expect((await auth.register(credentials())).account.version).toBeGreaterThan(between)
})

test('whoever registers while an era begins is told that it failed, and can log in', async () => {
  const { auth, deps } = await openTestAuth()
  const { createAccount } = deps.store
  deps.store.createAccount = async (...given) => {
    await auth.revokeAll()
    return createAccount(...given)
  }
  expect(await codeOf(auth.register(credentials()))).toBe('store_unavailable')
  await auth.authenticate((await auth.login(credentials())).accessToken)
})

test('a code that would replace a password goes with it', async () => {
  const { auth } = await openTestAuth()
  await auth.register(credentials())
  const { code } = (await auth.issueResetCode(credentials().email))!
  await auth.revokeAll()
  const input = { email: credentials().email, code, newPassword: 'another horse battery' }
  expect(await codeOf(auth.resetPassword(input))).toBe('reset_refused')
})

test('a denylist that does not answer is not called confirmed, and the database refuses meanwhile', async () => {
  const { auth, broken } = await openBreakableAuth()
  const mina = await auth.login(credentials())
  for (const name of DENYLIST_METHODS) broken.add(name)
  expect(await auth.revokeAll()).toMatchObject({ confirmed: false })
  expect(await codeOf(auth.authenticate(mina.accessToken))).toBe('denied_version')
  broken.clear()
  await auth.drainOutbox()
  expect(await codeOf(auth.authenticate(mina.accessToken))).toBe('denied_version')
})
