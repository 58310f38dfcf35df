import { beforeEach, describe, expect, test } from 'vitest'
import type { IssuedTokens, Principal, Strategy } from './index.ts'
import { codeOf, credentials, LIFETIMES, openTestAuth, PASSWORD, type TestAuth } from './testing.ts'

const NEXT_PASSWORD = 'another horse battery'
let engine: TestAuth
let auth: TestAuth['auth']
let now: number
let caller: IssuedTokens
beforeEach(async () => {
  engine = await openTestAuth()
  auth = engine.auth
  now = engine.clock()
  caller = await auth.register(credentials('combined'))
})

const callerOf = (tokens: IssuedTokens) => auth.authenticate(tokens.accessToken)

/** One more session of each strategy, none of which has ever been near the denylist. */
async function loginOnFourDevices() {
  const open = (strategy: Strategy) => auth.login(credentials(strategy))
  return {
    clientSide: await open('client-side'),
    denylist: await open('denylist'),
    rotation: await open('rotation'),
    combined: await open('combined'),
  }
}

const ways = {
  'logout everywhere': async () => auth.logoutEverywhere(await callerOf(caller)),
  'a password change': async () => {
    const input = { currentPassword: PASSWORD, newPassword: NEXT_PASSWORD }
    return (await auth.changePassword(await callerOf(caller), input)).receipt
  },
  'the deletion of the account': async () => auth.deleteAccount(await callerOf(caller)),
}

describe.each(Object.entries(ways))('%s', (way, end) => {
  test('RV-06: kills access tokens that the denylist has never seen, and no refresh token works', async () => {
    const { denylist, combined, rotation, clientSide } = await loginOnFourDevices()
    const receipt = await end()
    for (const one of [caller, denylist, combined]) expect(await codeOf(callerOf(one))).toBe('denied_version')
    const refused = way === 'the deletion of the account' ? 'refresh_unknown' : 'session_revoked'
    for (const one of [caller, combined, rotation]) expect(await codeOf(auth.refresh(one))).toBe(refused)

    await callerOf(rotation)
    await callerOf(clientSide)
    const state = (id: string) => receipt.ended.find(({ sessionId }) => sessionId === id)
    expect(receipt.ended).toHaveLength(5)
    expect(receipt).toMatchObject({ refresh: 'revoked', access: 'lives', pending: [] })
    expect(receipt.stolenTokenWorksUntil).toBe(now + LIFETIMES.longAccess)
    expect(state(rotation.session.id)).toMatchObject({
      access: 'lives',
      stolenTokenWorksUntil: now + LIFETIMES.access,
    })
    expect(state(denylist.session.id)).toMatchObject({ access: 'denied', stolenTokenWorksUntil: null })

    engine.clock.advance(LIFETIMES.access)
    expect(await codeOf(callerOf(rotation))).toBe('expired')
    expect(await codeOf(callerOf(denylist))).toBe('denied_version')
    engine.clock.advance(LIFETIMES.longAccess - LIFETIMES.access)
    expect(await codeOf(callerOf(clientSide))).toBe('expired')
  })

  test('RV-01: denies one key, the version, for as long as the longest denied token lives and a minute', async () => {
    await loginOnFourDevices()
    const { accountId } = caller.session
    await end()
    expect(await engine.deps.store.listDenials({ after: '', limit: 99 })).toEqual([
      { key: `ver:${accountId}:1`, until: now + LIFETIMES.longAccess + 60 },
    ])
  })

  test('leaves every other account alone', async () => {
    const other = await auth.register(credentials('combined', 'omar@example.org'))
    await end()
    await callerOf(other)
    await auth.refresh(other)
  })

  test('is refused to a session that has ended, and to a second request of the same session', async () => {
    const principal = await callerOf(caller)
    await end()
    expect(await codeOf(auth.logoutEverywhere(principal))).toBe('session_revoked')
  })
})

describe('a version, not a time, is what is retired', () => {
  test('RV-07: a login in the same second after a logout everywhere works, the token of the same second before it is dead', async () => {
    await auth.logoutEverywhere(await callerOf(caller))
    const after = await auth.login(credentials('combined'))
    expect(engine.clock()).toBe(now)
    expect(await callerOf(after)).toMatchObject({ version: 2, issuedAt: now })
    expect((await auth.refresh(after)).session.generation).toBe(1)
    expect(await codeOf(callerOf(caller))).toBe('denied_version')
  })

  test('RV-07: three logouts everywhere in one second retire three versions', async () => {
    const seen = [caller]
    for (let i = 0; i < 3; i++) {
      await auth.logoutEverywhere(await callerOf(seen[i]!))
      seen.push(await auth.login(credentials('combined')))
    }
    for (const old of seen.slice(0, 3)) expect(await codeOf(callerOf(old))).toBe('denied_version')
    expect(await callerOf(seen[3]!)).toMatchObject({ version: 4 })
  })

  test('a refresh asks for the version itself: a session that a restored backup left open is not renewed under it', async () => {
    const { store } = engine.deps
    await store.withAccount(caller.session.accountId, (account) => ({
      outcome: 0,
      account: { ...account, version: 2 },
    }))
    expect(await codeOf(auth.refresh(caller))).toBe('session_revoked')
  })
})

describe('logout of the others', () => {
  test('ends every session but the caller’s, which goes on with its own tokens', async () => {
    const { combined, denylist, rotation } = await loginOnFourDevices()
    const receipt = await auth.logoutOthers(await callerOf(caller))
    expect(receipt.ended).toHaveLength(4)
    expect(receipt.ended.map(({ sessionId }) => sessionId)).not.toContain(caller.session.id)
    for (const one of [combined, denylist]) expect(await codeOf(callerOf(one))).toBe('denied_session')
    expect(await codeOf(auth.refresh(rotation))).toBe('session_revoked')
    await callerOf(caller)
    await auth.refresh(caller)
  })

  test('with no other session ends nothing', async () => {
    expect(await auth.logoutOthers(await callerOf(caller))).toMatchObject({ ended: [], stolenTokenWorksUntil: null })
  })
})

describe('a password change', () => {
  let principal: Principal
  beforeEach(async () => {
    principal = await callerOf(caller)
  })
  const change = (newPassword = NEXT_PASSWORD, currentPassword = PASSWORD) =>
    auth.changePassword(principal, { currentPassword, newPassword })

  test('RV-08: goes on under a new session id and the next version, with the same strategy and device', async () => {
    const changed = await change()
    expect(changed.session.id).not.toBe(caller.session.id)
    expect(changed.session).toMatchObject({ strategy: 'combined', device: caller.session.device, openedVersion: 2 })
    expect(await callerOf(changed)).toMatchObject({ version: 2, sessionId: changed.session.id })
    expect((await auth.refresh(changed)).session.generation).toBe(1)
    expect(changed.receipt.ended.map(({ sessionId }) => sessionId)).toEqual([caller.session.id])
  })

  test('no device that it threw out is listed as open, and the new session is the only one', async () => {
    await loginOnFourDevices()
    const changed = await change()
    const views = await auth.listSessions(await callerOf(changed))
    expect(views).toHaveLength(6)
    for (const { id, endedReason } of views)
      expect(endedReason).toBe(id === changed.session.id ? null : 'password_changed')
  })

  test('RV-08: the old password opens nothing any more, the new one does', async () => {
    await change()
    expect(await codeOf(auth.login(credentials()))).toBe('invalid_credentials')
    await auth.login({ ...credentials(), password: NEXT_PASSWORD })
  })

  test.each([
    [NEXT_PASSWORD, 'wrong', 'invalid_credentials'],
    ['short', PASSWORD, 'password_unsuitable'],
    ['password1', PASSWORD, 'password_unsuitable'],
    ['x'.repeat(129), PASSWORD, 'password_unsuitable'],
  ])('RV-08: to %j with the current password %j is refused and changes nothing', async (next, current, code) => {
    const { store } = engine.deps
    const before = [await store.findAccount(caller.session.accountId), await store.findSession(caller.session.id)]
    expect(await codeOf(change(next, current))).toBe(code)
    expect([await store.findAccount(caller.session.accountId), await store.findSession(caller.session.id)]).toEqual(
      before,
    )
    await callerOf(caller)
  })

  test('two at once: one wins, the other finds its session ended', async () => {
    const outcomes = await Promise.allSettled([change('first new password'), change('second new password')])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult
    expect(lost.reason.code).toBe('session_revoked')
    expect((await engine.deps.store.findAccount(caller.session.accountId))?.version).toBe(2)
  })
})
