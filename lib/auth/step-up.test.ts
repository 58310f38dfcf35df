import { beforeEach, describe, expect, test } from 'vitest'
import type { IssuedTokens, Principal, Strategy } from './index.ts'
import { createAuth, STEP_UP_WINDOW } from './index.ts'
import { codeOf, credentials, LIFETIMES, openBrowser, openTestAuth, PASSWORD, type TestAuth } from './testing.ts'

let engine: TestAuth
let auth: TestAuth['auth']
let other: IssuedTokens
beforeEach(async () => {
  engine = await openTestAuth()
  auth = engine.auth
  await auth.register(credentials())
  other = await auth.login(credentials())
})

const acts: Record<string, (caller: Principal) => Promise<unknown>> = {
  logoutOthers: (caller) => auth.logoutOthers(caller),
  logoutEverywhere: (caller) => auth.logoutEverywhere(caller),
  'revokeSession of another': (caller) => auth.revokeSession(caller, other.session.id),
  exportAccount: (caller) => auth.exportAccount(caller),
  deleteAccount: (caller) => auth.deleteAccount(caller),
}

/** A login of now, as a caller whose access token outlives the window. */
async function logIn(strategy: Strategy = 'denylist') {
  const tokens = await auth.login(credentials(strategy))
  return { tokens, caller: await auth.authenticate(tokens.accessToken) }
}

async function snapshot({ accountId }: Principal) {
  const { store } = engine.deps
  return [
    await store.findAccount(accountId),
    await store.listSessions(accountId),
    await store.listActivity(accountId, { limit: 999 }),
    await store.listDenials({ after: '', limit: 999 }),
  ]
}

describe.each(Object.entries(acts))('%s', (_name, act) => {
  test('LG-13: works to the last second of the window, and not after it: nothing changes then', async () => {
    const { caller } = await logIn()
    engine.clock.advance(STEP_UP_WINDOW + 1)
    const before = await snapshot(caller)
    expect(await codeOf(act(caller))).toBe('reauthentication_required')
    expect(await snapshot(caller)).toEqual(before)
    engine.clock.advance(-1)
    await act(caller)
  })

  test('LG-13: works again once the password was shown, and a wrong one opens nothing', async () => {
    const { caller } = await logIn()
    engine.clock.advance(STEP_UP_WINDOW + 1)
    expect(await codeOf(auth.reauthenticate(caller, 'wrong password'))).toBe('invalid_credentials')
    expect(await codeOf(act(caller))).toBe('reauthentication_required')
    await auth.reauthenticate(caller, PASSWORD)
    engine.clock.advance(STEP_UP_WINDOW)
    await act(caller)
  })

  test('LG-13: a rotation renews the tokens and not the password check', async () => {
    const { tokens } = await logIn('combined')
    const browser = openBrowser(auth, tokens)
    for (let i = 0; i < 2; i++) {
      engine.clock.advance(LIFETIMES.access - 1)
      await browser.refresh()
    }
    const caller = await browser.use()
    expect(caller.issuedAt).toBe(engine.clock())
    expect(await codeOf(act(caller))).toBe('reauthentication_required')
  })

  test('a password shown in another session proves nothing in this one', async () => {
    const { caller } = await logIn()
    const elsewhere = await logIn()
    engine.clock.advance(STEP_UP_WINDOW + 1)
    await auth.reauthenticate(elsewhere.caller, PASSWORD)
    expect(await codeOf(act(caller))).toBe('reauthentication_required')
  })

  test.each(['client-side', 'denylist', 'rotation', 'combined'] as const)(
    'RV-19: an ended session is told that it has ended, and is not asked for a password: %s',
    async (strategy) => {
      const { tokens, caller } = await logIn(strategy)
      await auth.logout(tokens)
      engine.clock.advance(STEP_UP_WINDOW + 1)
      expect(await codeOf(act(caller))).toBe('session_revoked')
      expect(await codeOf(auth.reauthenticate(caller, PASSWORD))).toBe('session_revoked')
    },
  )

  test('RV-19: a session whose row was pruned can neither act nor show a password', async () => {
    const { tokens, caller } = await logIn('client-side')
    // By our own lifetimes the row outlives the token; here it does not.
    await engine.deps.store.withSession(tokens.session.id, (session, _account, now) => ({
      outcome: null,
      sessions: [{ ...session, expiresAt: now - 8 * 86_400, accessUntil: now }],
    }))
    expect(await engine.deps.store.prune(99)).toBeGreaterThan(0)
    expect(await auth.authenticate(tokens.accessToken)).toEqual(caller)
    expect(await codeOf(act(caller))).toBe('session_revoked')
    expect(await codeOf(auth.reauthenticate(caller, PASSWORD))).toBe('session_revoked')
  })

  test('a check that lies further ahead than the window, as after a clock was set back, proves nothing', async () => {
    const { caller } = await logIn()
    engine.clock.advance(-STEP_UP_WINDOW - 1)
    expect(await codeOf(act(caller))).toBe('reauthentication_required')
  })
})

describe('what asks for no password check', () => {
  test('logging out here, by its tokens or by its id in the list, however old the check is', async () => {
    const [one, two] = [await logIn(), await logIn()]
    engine.clock.advance(STEP_UP_WINDOW * 2)
    expect((await auth.logout(one.tokens)).ended).toHaveLength(1)
    expect((await auth.revokeSession(two.caller, two.caller.sessionId)).ended).toHaveLength(1)
    expect((await engine.deps.store.findSession(two.caller.sessionId))?.revokedReason).toBe('logged_out')
  })

  test('RV-08: a password change carries its own check, and opens a session whose check is of now', async () => {
    const { caller } = await logIn()
    engine.clock.advance(STEP_UP_WINDOW * 2)
    const input = { currentPassword: PASSWORD, newPassword: 'another horse battery' }
    const changed = await auth.changePassword(caller, input)
    expect(changed.session.authenticatedAt).toBe(engine.clock())
    await auth.logoutOthers(await auth.authenticate(changed.accessToken))
  })
})

test('RV-19: an ending that was asked for before the session ended, and decided after, ends nothing', async () => {
  const { tokens, caller } = await logIn()
  const { store } = engine.deps
  // The act's own transaction is the only place where it is decided: what ends the session meanwhile wins.
  const withAccount: typeof store.withAccount = async (id, decide) => {
    await auth.logout(tokens)
    return store.withAccount(id, decide)
  }
  const late = createAuth({ ...engine.deps, store: { ...store, withAccount } })
  expect(await codeOf(late.revokeSession(caller, other.session.id))).toBe('session_revoked')
  expect((await store.findSession(other.session.id))?.revokedAt).toBeNull()
})
