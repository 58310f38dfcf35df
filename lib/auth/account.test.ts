import { beforeEach, describe, expect, test } from 'vitest'
import { createAuth, type IssuedTokens, type Principal } from './index.ts'
import { codeOf, credentials, LIFETIMES, openTestAuth, PASSWORD, type TestAuth } from './testing.ts'

let engine: TestAuth
let auth: TestAuth['auth']
let mina: IssuedTokens
let caller: Principal
let omar: IssuedTokens
beforeEach(async () => {
  engine = await openTestAuth()
  auth = engine.auth
  mina = await auth.register(credentials('rotation'))
  caller = await auth.authenticate(mina.accessToken)
  omar = await auth.register(credentials('combined', 'omar@example.org'))
})

/** Everything that the store holds about both accounts. */
async function snapshot() {
  const { store } = engine.deps
  const ids = [mina.session.accountId, omar.session.accountId]
  return Promise.all(
    ids.map(async (id) => [
      await store.findAccount(id),
      await store.listSessions(id),
      await store.listActivity(id, { limit: 99 }),
    ]),
  )
}

describe('ending one session of one’s own', () => {
  test.each([
    ['somebody else’s', () => omar.session.id],
    ['one that does not exist', () => crypto.randomUUID()],
    ['nonsense', () => "' or 1=1 --"],
    ['an account id', () => mina.session.accountId],
    ['nothing', () => ''],
  ])('RV-16: %s: session_not_found, and nothing changes for anybody', async (_title, id) => {
    const before = await snapshot()
    expect(await codeOf(auth.revokeSession(caller, id()))).toBe('session_not_found')
    expect(await snapshot()).toEqual(before)
    await auth.authenticate(omar.accessToken)
    await auth.refresh(omar)
  })

  test('RV-17: ends the one, for the reason that its owner said so, and no other', async () => {
    engine.clock.advance(1)
    const other = await auth.login(credentials('combined'))
    await auth.revokeSession(caller, other.session.id)
    const sessions = await auth.listSessions(caller)
    expect(sessions.map(({ id, endedReason, current }) => [id, endedReason, current])).toEqual([
      [other.session.id, 'ended_by_owner', false],
      [mina.session.id, null, true],
    ])
    expect(await codeOf(auth.authenticate(other.accessToken))).toBe('denied_session')
    await auth.refresh(mina)
  })
})

describe('a living access token of a session that has ended reads; it does not write', () => {
  const verbs: Record<string, (caller: Principal) => Promise<unknown>> = {
    logoutOthers: (caller) => auth.logoutOthers(caller),
    logoutEverywhere: (caller) => auth.logoutEverywhere(caller),
    'revokeSession of another': (caller) => auth.revokeSession(caller, other.session.id),
    'revokeSession of itself': (caller) => auth.revokeSession(caller, caller.sessionId),
    changePassword: (caller) =>
      auth.changePassword(caller, { currentPassword: PASSWORD, newPassword: 'another horse battery' }),
    reauthenticate: (caller) => auth.reauthenticate(caller, PASSWORD),
    exportAccount: (caller) => auth.exportAccount(caller),
    deleteAccount: (caller) => auth.deleteAccount(caller),
  }
  let other: IssuedTokens
  beforeEach(async () => {
    other = await auth.login(credentials('combined'))
  })

  test.each(Object.entries(verbs))('RV-19: %s: session_revoked, and nothing changes', async (_title, verb) => {
    await auth.logout(mina)
    const alive = await auth.authenticate(mina.accessToken)
    const before = await snapshot()
    expect(await codeOf(verb(alive))).toBe('session_revoked')
    expect(await snapshot()).toEqual(before)
    await auth.authenticate(other.accessToken)
  })

  test.each(Object.entries(verbs))('%s: session_revoked after the session has run out, too', async (_title, verb) => {
    const { store } = engine.deps
    const row = (await store.findSession(mina.session.id))!
    await store.withSession(row.id, () => ({ outcome: null, sessions: [{ ...row, idleExpiresAt: engine.clock() }] }))
    const before = await snapshot()
    expect(await codeOf(verb(caller))).toBe('session_revoked')
    expect(await snapshot()).toEqual(before)
  })

  test('while the session is open, every one of them works', async () => {
    for (const name of ['reauthenticate', 'exportAccount', 'revokeSession of another', 'logoutOthers']) {
      await verbs[name]!(caller)
    }
    await verbs.deleteAccount!(caller)
  })
})

describe('what an owner may see', () => {
  test('sessions and activity hold no hash, no secret and nobody else’s rows', async () => {
    await auth.refresh(mina)
    const data = await auth.exportAccount(caller)
    const text = JSON.stringify(data)
    const row = (await engine.deps.store.findSession(mina.session.id))!
    const secrets = [
      row.currentHash,
      row.nonce,
      row.rotatedBy,
      mina.refreshToken,
      mina.accessToken,
      mina.holder,
      PASSWORD,
    ]
    for (const secret of secrets) expect(text).not.toContain(secret)
    expect(text).not.toContain(omar.session.accountId)
    expect(Object.keys(data.account).sort()).toEqual(['createdAt', 'email', 'id'])
    expect(data.sessions).toHaveLength(1)
  })

  test('RV-17: the current session is marked, ended ones say when and why', async () => {
    const other = await auth.login(credentials('denylist'))
    engine.clock.advance(5)
    await auth.logout(other)
    const views = await auth.listSessions(caller)
    expect(views.find(({ id }) => id === other.session.id)).toMatchObject({
      current: false,
      endedAt: engine.clock(),
      endedReason: 'logged_out',
      refreshExpiresAt: null,
    })
    expect(await auth.findOwnSession(caller)).toEqual(views.find(({ current }) => current))
  })

  test('activity goes on after the last entry that was seen', async () => {
    const seen = await auth.listActivity(caller)
    expect(await auth.listActivity(caller, seen.at(-1)!.id)).toEqual([])
    await auth.reauthenticate(caller, PASSWORD)
    expect((await auth.listActivity(caller, seen.at(-1)!.id)).map(({ kind }) => kind)).toEqual(['reauthenticated'])
  })

  test('showing the password again is dated in the session, a wrong one is not', async () => {
    engine.clock.advance(100)
    expect(await codeOf(auth.reauthenticate(caller, 'wrong password'))).toBe('invalid_credentials')
    expect((await engine.deps.store.findSession(mina.session.id))?.authenticatedAt).toBe(engine.clock() - 100)
    expect(await auth.reauthenticate(caller, PASSWORD)).toBe(engine.clock())
    expect((await engine.deps.store.findSession(mina.session.id))?.authenticatedAt).toBe(engine.clock())
  })

  test('after the deletion nothing is left but the access tokens that nobody can deny, to their exp', async () => {
    await auth.deleteAccount(caller)
    expect(await auth.findAccount(caller)).toBeNull()
    expect(await auth.findOwnSession(caller)).toBeNull()
    expect(await auth.listSessions(caller)).toEqual([])
    await auth.authenticate(mina.accessToken)
    engine.clock.advance(LIFETIMES.access)
    expect(await codeOf(auth.authenticate(mina.accessToken))).toBe('expired')
    await auth.register(credentials())
  })
})

test('a check is not a write: the first use of a generation is noted, then one write a minute', async () => {
  const calls: string[] = []
  const { store } = engine.deps
  const withSession: typeof store.withSession = (id, decide) => {
    calls.push(id)
    return store.withSession(id, decide)
  }
  const counted = createAuth({ ...engine.deps, store: { ...store, withSession } })
  for (let i = 0; i < 59; i++) {
    await counted.authenticate(mina.accessToken)
    engine.clock.advance(1)
  }
  expect(calls).toHaveLength(1)
  engine.clock.advance(1)
  await counted.authenticate(mina.accessToken)
  expect(calls).toHaveLength(2)
  const row = await store.findSession(mina.session.id)
  expect(row).toMatchObject({ usedAt: engine.clock() - 60, lastSeenAt: engine.clock() })
})
