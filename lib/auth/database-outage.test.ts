import { beforeEach, describe, expect, test } from 'vitest'
import { type Auth, type AuthStore, createAuth, createMemoryStore, isAuthError } from './index.ts'
import { codeOf, credentials, LIFETIMES, openBreakableAuth, PASSWORD, STORE_METHODS } from './testing.ts'

let engine: Awaited<ReturnType<typeof openBreakableAuth>>
let auth: Auth
let broken: Set<string>
let now: number
beforeEach(async () => {
  engine = await openBreakableAuth()
  auth = engine.auth
  broken = engine.broken
  now = engine.clock()
})

const breakAll = (names: string[]) => {
  for (const name of names) broken.add(name)
}
const use = ({ accessToken }: { accessToken: string }) => auth.authenticate(accessToken)

describe('the database does not answer', () => {
  test('SF-04: every verb but logout says store_unavailable: no 401 that would log anybody out', async () => {
    const victim = await auth.login(credentials('combined'))
    const caller = await use(victim)
    breakAll(STORE_METHODS)
    const verbs = {
      register: () => auth.register(credentials('combined', 'new@example.org')),
      login: () => auth.login(credentials()),
      refresh: () => auth.refresh(victim),
      logoutOthers: () => auth.logoutOthers(caller),
      logoutEverywhere: () => auth.logoutEverywhere(caller),
      revokeSession: () => auth.revokeSession(caller, caller.sessionId),
      changePassword: () => auth.changePassword(caller, { currentPassword: PASSWORD, newPassword: 'another one' }),
      reauthenticate: () => auth.reauthenticate(caller, PASSWORD),
      listSessions: () => auth.listSessions(caller),
      findOwnSession: () => auth.findOwnSession(caller),
      listActivity: () => auth.listActivity(caller),
      findAccount: () => auth.findAccount(caller),
      exportAccount: () => auth.exportAccount(caller),
      deleteAccount: () => auth.deleteAccount(caller),
      resetPassword: () => auth.resetPassword({ email: credentials().email, code: '0', newPassword: 'another one' }),
      issueResetCode: () => auth.issueResetCode(credentials().email),
      revokeAll: () => auth.revokeAll(),
      drainOutbox: () => auth.drainOutbox(),
      rebuildDenylist: () => auth.rebuildDenylist(),
    }
    for (const [name, verb] of Object.entries(verbs))
      expect([name, await codeOf(verb())]).toEqual([name, 'store_unavailable'])
    await use(victim)
  })

  test('what went wrong below is reported once, and stands in no message that leaves the engine', async () => {
    broken.add('findAccountByEmail')
    const error = await auth.login(credentials()).catch((error) => error)
    expect(isAuthError(error)).toBe(true)
    expect(error.message).toBe('store_unavailable')
    expect(engine.reports).toEqual(['store.findAccountByEmail'])
  })

  test.each(['client-side', 'denylist', 'rotation', 'combined'] as const)(
    'a logout (%s) claims nothing: all pending, until a time that no copy outlives, and a retry ends it',
    async (strategy) => {
      const first = await auth.login(credentials(strategy))
      engine.clock.advance(100.5)
      const newest = first.refreshToken ? (await auth.refresh(first)).tokens! : first
      const { expiresAt } = await use(newest)
      broken.add('withSession')
      // The older access token is presented: the newer one, in another tab or already copied, is what must be bounded.
      const receipt = await auth.logout(first)
      expect(receipt).toMatchObject({ refresh: 'pending', access: 'pending', pending: [first.session.id] })
      expect(receipt.ended).toMatchObject([{ strategy, sessionId: first.session.id }])
      expect(receipt.stolenTokenWorksUntil).toBeGreaterThanOrEqual(expiresAt)
      expect(receipt.stolenTokenWorksUntil).toBeLessThanOrEqual(expiresAt + 1)
      broken.clear()
      expect((await auth.logout(first)).pending).toEqual([])
      if (first.refreshToken) expect(await codeOf(auth.refresh(newest))).toBe('session_revoked')
    },
  )

  test('a logout with the refresh token alone names the longest life there is: its strategy cannot be asked', async () => {
    const victim = await auth.login(credentials('combined'))
    broken.add('withSession')
    const receipt = await auth.logout({ accessToken: null, refreshToken: victim.refreshToken })
    expect(receipt.ended).toMatchObject([{ strategy: null, refresh: 'pending', access: 'pending' }])
    expect(receipt.stolenTokenWorksUntil).toBe(now + LIFETIMES.longAccess)
  })
})

test('stores may be written as classes: the engine calls their methods on them', async () => {
  class Wrapped {
    readonly #inner = createMemoryStore(engine.clock)
    createAccount = this.#inner.createAccount
    findEra = this.#inner.findEra
    findAccountByEmail(email: string) {
      return this.#inner.findAccountByEmail(email)
    }
    withAccount(...args: Parameters<AuthStore['withAccount']>) {
      return this.#inner.withAccount(...args)
    }
    withSession(...args: Parameters<AuthStore['withSession']>) {
      return this.#inner.withSession(...args)
    }
  }
  const classy = createAuth({ ...engine.deps, store: new Wrapped() as unknown as AuthStore })
  await classy.register(credentials())
  await classy.authenticate((await classy.login(credentials())).accessToken)
})
