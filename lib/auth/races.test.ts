import { describe, expect, test } from 'vitest'
import { type AuthStore, createAuth, type Receipt } from './index.ts'
import { codeOf, credentials, LIFETIMES, openTestAuth, openTestSession, PASSWORD, plainPasswords } from './testing.ts'

const NEXT_PASSWORD = 'another horse battery'

/** A gate: what waits at it has arrived when `reached` resolves, and goes on at `open`. */
function createGate() {
  let arrive = () => {}
  let open = () => {}
  const reached = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const pass = () => {
    arrive()
    return opened
  }
  return { reached, open, pass }
}

/** The store with a gate before the next decision about a session, or after its commit and before its answer. */
function gateAt(store: AuthStore, moment: 'before' | 'after') {
  const gate = createGate()
  const withSession: AuthStore['withSession'] = async (id, decide) => {
    if (moment === 'before') await gate.pass()
    const outcome = await store.withSession(id, decide)
    if (moment === 'after') await gate.pass()
    return outcome
  }
  return { gate, store: { ...store, withSession } }
}

type Scene = Awaited<ReturnType<typeof openTestSession>>

const endings: Record<string, (scene: Scene) => Promise<Receipt>> = {
  logout: ({ auth, browser }) => auth.logout(browser.jar),
  'logout with the refresh token alone': ({ auth, browser }) => auth.logout({ ...browser.jar, accessToken: null }),
  'logout everywhere': async ({ auth, browser }) => auth.logoutEverywhere(await browser.use()),
  'a password change': async ({ auth, browser }) => {
    const input = { currentPassword: PASSWORD, newPassword: NEXT_PASSWORD }
    return (await auth.changePassword(await browser.use(), input)).receipt
  },
  'logout of the others, elsewhere': async ({ auth }) => {
    const { accessToken } = await auth.login(credentials())
    return auth.logoutOthers(await auth.authenticate(accessToken))
  },
  'the end of this session, elsewhere': async ({ auth, sessionId }) => {
    const { accessToken } = await auth.login(credentials())
    return auth.revokeSession(await auth.authenticate(accessToken), sessionId)
  },
}

describe.each(Object.entries(endings))('P7: %s fences a refresh in flight', (_title, end) => {
  test.each(['combined', 'rotation'] as const)(
    'RT-09: that has not begun its transaction: refused, no row comes back (%s)',
    async (strategy) => {
      const scene = await openTestSession(strategy)
      scene.advance(100)
      const { gate, store } = gateAt(scene.deps.store, 'before')
      const flight = createAuth({ ...scene.deps, store }).refresh({ ...scene.browser.jar })
      await gate.reached
      await end(scene)
      const ended = await scene.row()
      gate.open()
      expect(await codeOf(flight)).toBe('session_revoked')
      expect(await scene.row()).toEqual(ended)
    },
  )

  test('RT-09: that has committed and not answered: under combined its tokens are dead on arrival', async () => {
    const scene = await openTestSession('combined')
    scene.advance(100)
    const { gate, store } = gateAt(scene.deps.store, 'after')
    const flight = createAuth({ ...scene.deps, store }).refresh({ ...scene.browser.jar })
    await gate.reached
    const receipt = await end(scene)
    gate.open()
    const { tokens } = await flight
    expect(receipt).toMatchObject({ access: 'denied', stolenTokenWorksUntil: null })
    expect(await codeOf(scene.auth.authenticate(tokens!.accessToken))).toMatch(/^denied_(session|version)$/)
    expect(await codeOf(scene.auth.refresh(tokens!))).toBe('session_revoked')
    expect((await scene.row()).revokedAt).not.toBeNull()
    // The denial outlives the token that came after the receipt, not only the one that was presented.
    scene.advance(LIFETIMES.access - 1)
    await scene.deps.store.prune(99)
    await scene.deps.denylist.deny([])
    expect(await codeOf(scene.auth.authenticate(tokens!.accessToken))).toMatch(/^denied_(session|version)$/)
  })

  test('RT-09: that has committed and not answered: under rotation the receipt names the exp of the token that is still to come', async () => {
    const scene = await openTestSession('rotation')
    scene.advance(100)
    const { gate, store } = gateAt(scene.deps.store, 'after')
    const flight = createAuth({ ...scene.deps, store }).refresh({ ...scene.browser.jar })
    await gate.reached
    const receipt = await end(scene)
    gate.open()
    const { tokens } = await flight
    const { expiresAt } = await scene.auth.authenticate(tokens!.accessToken)
    expect(receipt.ended.find(({ sessionId }) => sessionId === scene.sessionId)).toMatchObject({
      access: 'lives',
      stolenTokenWorksUntil: expiresAt,
    })
    expect(await codeOf(scene.auth.refresh(tokens!))).toBe('session_revoked')
  })

  test('RT-08: after it neither the current token nor its parent inside the leeway is renewed, and no row comes or changes', async () => {
    const scene = await openTestSession('combined')
    const parent = { ...scene.browser.jar }
    await scene.browser.refresh()
    await scene.browser.use()
    await end(scene)
    const before = await scene.deps.store.listSessions((await scene.row()).accountId)
    for (const jar of [scene.browser.jar, parent, { ...parent, holder: null }])
      expect(await codeOf(scene.auth.refresh({ ...jar }))).toBe('session_revoked')
    expect(await scene.deps.store.listSessions((await scene.row()).accountId)).toEqual(before)
  })

  test('RV-19: and a check in flight writes nothing back into the session that has ended', async () => {
    const scene = await openTestSession('rotation')
    const { gate, store } = gateAt(scene.deps.store, 'before')
    const check = createAuth({ ...scene.deps, store }).authenticate(scene.browser.jar.accessToken)
    await gate.reached
    await end(scene)
    const ended = await scene.row()
    scene.advance(1)
    gate.open()
    await check
    expect(await scene.row()).toEqual(ended)
  })
})

describe('a slow login that began before the account changed opens nothing after it', () => {
  const changes: Record<string, (scene: Scene) => Promise<unknown>> = {
    'logout everywhere': endings['logout everywhere']!,
    'a password change': endings['a password change']!,
    'the deletion of the account': async ({ auth, browser }) => auth.deleteAccount(await browser.use()),
  }
  test.each(Object.entries(changes))('%s while its password is being checked', async (title, change) => {
    const scene = await openTestSession()
    const gate = createGate()
    const verify = async (hash: string, password: string) => {
      await gate.pass()
      return plainPasswords.verify(hash, password)
    }
    const slow = createAuth({ ...scene.deps, passwords: { ...plainPasswords, verify } })
    const login = slow.login(credentials())
    await gate.reached
    await change(scene)
    gate.open()
    expect(await codeOf(login)).toBe('invalid_credentials')
    const sessions = await scene.deps.store.listSessions((await scene.row())?.accountId ?? '')
    const open = sessions.filter(({ revokedAt }) => revokedAt === null)
    expect(open).toHaveLength(title === 'a password change' ? 1 : 0)
  })

  test('but logins at once disturb nobody, also while the hash is brought up to date', async () => {
    const { auth, deps } = await openTestAuth()
    const { account } = await auth.register(credentials())
    const outdated = { ...account, passwordHash: `old:${PASSWORD}` }
    await deps.store.withAccount(account.id, () => ({ outcome: null, account: outdated }))
    const logins = await Promise.all(Array.from({ length: 5 }, () => auth.login(credentials())))
    for (const { accessToken } of logins) await auth.authenticate(accessToken)
    expect((await deps.store.findAccount(account.id))?.passwordHash).toBe(`plain:${PASSWORD}`)
  })

  test('nor does a login that brings the hash up to date refuse the owner who is changing the password', async () => {
    const { auth, deps } = await openTestAuth()
    const { account, accessToken } = await auth.register(credentials())
    const outdated = { ...account, passwordHash: `old:${PASSWORD}` }
    await deps.store.withAccount(account.id, () => ({ outcome: null, account: outdated }))
    const gate = createGate()
    const hash = async (password: string) => {
      await gate.pass()
      return plainPasswords.hash(password)
    }
    const slow = createAuth({ ...deps, passwords: { ...plainPasswords, hash } })
    const input = { currentPassword: PASSWORD, newPassword: NEXT_PASSWORD }
    const change = slow.changePassword(await auth.authenticate(accessToken), input)
    await gate.reached
    await auth.login(credentials())
    gate.open()
    expect((await change).receipt.ended).toHaveLength(2)
  })
})
