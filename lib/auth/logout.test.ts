import { beforeEach, describe, expect, test } from 'vitest'
import { type IssuedTokens, type Principal, type Strategy, strategyNames } from './index.ts'
import { codeOf, credentials, LEEWAY, LIFETIMES, openBrowser, openTestAuth, type TestAuth } from './testing.ts'

let engine: TestAuth
let auth: TestAuth['auth']
let now: number
beforeEach(async () => {
  engine = await openTestAuth()
  auth = engine.auth
  now = engine.clock()
  await auth.register(credentials('client-side'))
})

/** What each strategy promises about a copy of the access token taken before the logout. */
const promises: Record<Strategy, { denies: boolean; rotates: boolean; life: number }> = {
  'client-side': { denies: false, rotates: false, life: LIFETIMES.longAccess },
  denylist: { denies: true, rotates: false, life: LIFETIMES.longAccess },
  rotation: { denies: false, rotates: true, life: LIFETIMES.access },
  combined: { denies: true, rotates: true, life: LIFETIMES.access },
}

/** Ways to end `victim`; `device` is another session of the account, under a strategy that stays out of the receipt. */
type Form = (victim: IssuedTokens, caller: Principal, device: Principal) => Promise<{ receipt: unknown }>
const forms: Record<string, Form> = {
  'logout with both tokens': async (victim) => ({ receipt: await auth.logout(victim) }),
  'logout with the access token alone': async ({ accessToken }) => ({
    receipt: await auth.logout({ accessToken, refreshToken: null }),
  }),
  'revokeSession from another device': async ({ session }, _caller, device) => ({
    receipt: await auth.revokeSession(device, session.id),
  }),
  'revokeSession of one’s own': async ({ session }, caller) => ({
    receipt: await auth.revokeSession(caller, session.id),
  }),
  'logoutOthers from another device': async (_victim, _caller, device) => ({
    receipt: await auth.logoutOthers(device),
  }),
}

describe.each(strategyNames)('%s', (strategy) => {
  const { denies, rotates, life } = promises[strategy]

  test.each(Object.entries(forms))(
    '%s: the receipt says exactly what a copy can still do, and it does exactly that',
    async (_title, end) => {
      const device = await auth.authenticate((await auth.login(credentials('combined'))).accessToken)
      await auth.logoutOthers(device)
      const victim = await auth.login(credentials(strategy))
      const caller = await auth.authenticate(victim.accessToken)
      const { receipt } = await end(victim, caller, device)

      const exp = now + life
      const expected = {
        refresh: rotates ? 'revoked' : 'none',
        access: denies ? 'denied' : 'lives',
        stolenTokenWorksUntil: denies ? null : exp,
      }
      expect(receipt).toEqual({
        ...expected,
        ended: [{ ...expected, sessionId: victim.session.id, strategy }],
        pending: [],
      })
      expect(caller.expiresAt).toBe(exp)
      if (rotates) expect(await codeOf(auth.refresh(victim))).toBe('session_revoked')

      if (denies) expect(await codeOf(auth.authenticate(victim.accessToken))).toBe('denied_session')
      else await auth.authenticate(victim.accessToken)
      engine.clock.advance(life - 1)
      if (denies) expect(await codeOf(auth.authenticate(victim.accessToken))).toBe('denied_session')
      else await auth.authenticate(victim.accessToken)
      engine.clock.advance(1)
      expect(await codeOf(auth.authenticate(victim.accessToken))).toBe('expired')
    },
  )

  test('RV-15: a second logout with the same tokens ends nothing new and says the same', async () => {
    const victim = await auth.login(credentials(strategy))
    const first = await auth.logout(victim)
    const row = await engine.deps.store.findSession(victim.session.id)
    expect(await auth.logout(victim)).toEqual(first)
    engine.clock.advance(1)
    expect(await auth.logout(victim)).toEqual(first)
    expect(await engine.deps.store.findSession(victim.session.id)).toEqual(row)
  })

  test('after exp a logout finds nothing that could still work', async () => {
    const victim = await auth.login(credentials(strategy))
    engine.clock.advance(life)
    const receipt = await auth.logout(victim)
    expect(receipt).toMatchObject({ access: 'denied', stolenTokenWorksUntil: null, pending: [] })
    // Without a refresh token, nothing that is presented names the session any more.
    expect(receipt.ended.map(({ sessionId }) => sessionId)).toEqual(rotates ? [victim.session.id] : [])
  })

  test('a login after the logout works at once, in the same second', async () => {
    await auth.logout(await auth.login(credentials(strategy)))
    await auth.authenticate((await auth.login(credentials(strategy))).accessToken)
  })
})

describe('what a logout needs', () => {
  test.each([
    ['missing', null],
    ['garbage', 'garbage'],
    ['empty', ''],
  ])(
    'RV-03: with the access token %s, the refresh token alone names the session, and the newest access token dies',
    async (_title, accessToken) => {
      const victim = await auth.login(credentials('combined'))
      const { tokens } = await auth.refresh(victim)
      const receipt = await auth.logout({ accessToken, refreshToken: tokens!.refreshToken })
      expect(receipt).toMatchObject({ refresh: 'revoked', access: 'denied', ended: [{ sessionId: victim.session.id }] })
      for (const one of [victim, tokens!])
        expect(await codeOf(auth.authenticate(one.accessToken))).toBe('denied_session')
    },
  )

  test('RV-03: with the access token expired, too', async () => {
    const victim = await auth.login(credentials('combined'))
    engine.clock.advance(LIFETIMES.access)
    await auth.logout(victim)
    expect(await codeOf(auth.refresh(victim))).toBe('session_revoked')
  })

  test('an old refresh token still names its session: a stale tab can log out', async () => {
    const victim = await auth.login(credentials('combined'))
    const newest = openBrowser(auth, victim)
    for (let i = 0; i < 3; i++) {
      await newest.refresh()
      engine.clock.advance(LEEWAY)
    }
    await auth.logout({ accessToken: null, refreshToken: victim.refreshToken })
    expect(await codeOf(newest.send())).toBe('session_revoked')
  })

  test('RV-02: logging out denies the session, so another tab’s freshly renewed token dies too', async () => {
    const victim = await auth.login(credentials('combined'))
    const { tokens } = await auth.refresh(victim)
    await auth.logout({ accessToken: victim.accessToken, refreshToken: null })
    expect(await codeOf(auth.authenticate(tokens!.accessToken))).toBe('denied_session')
  })

  test('RV-15: with nothing, or nothing known, it ends nothing and says so', async () => {
    const nothing = { ended: [], refresh: 'none', access: 'denied', stolenTokenWorksUntil: null, pending: [] }
    expect(await auth.logout({ accessToken: null, refreshToken: null })).toEqual(nothing)
    expect(await auth.logout({ accessToken: 'a.b.c', refreshToken: 'jlt_rt_x' })).toEqual(nothing)
    const gone = await auth.login(credentials('combined'))
    await auth.deleteAccount(await auth.authenticate(gone.accessToken))
    expect(await auth.logout(gone)).toEqual(nothing)
  })

  test('tokens of two sessions end both', async () => {
    const [one, other] = [await auth.login(credentials('rotation')), await auth.login(credentials('combined'))]
    const receipt = await auth.logout({ accessToken: one.accessToken, refreshToken: other.refreshToken })
    expect(new Set(receipt.ended.map(({ sessionId }) => sessionId))).toEqual(
      new Set([one.session.id, other.session.id]),
    )
    expect(receipt).toMatchObject({
      refresh: 'revoked',
      access: 'lives',
      stolenTokenWorksUntil: now + LIFETIMES.access,
    })
  })
})

describe('a denial outlives what it denies by a minute, whatever the clocks of other instances say', () => {
  test('RV-01, RV-04, RV-05: it is kept until the greatest exp ever issued for the session plus 60 s, and is gone after', async () => {
    const victim = await auth.login(credentials('combined'))
    engine.clock.advance(100.5)
    const { session } = await auth.refresh(victim)
    await auth.logout(victim)
    const [denial, ...others] = await engine.deps.store.listDenials({ after: '', limit: 9 })
    expect(others).toEqual([])
    expect(denial).toEqual({ key: `sid:${session.id}`, until: session.accessUntil + 60 })
    expect(session.accessUntil).toBe(now + 100 + LIFETIMES.access)
    engine.clock.advance(denial!.until - engine.clock())
    await engine.deps.store.prune(99)
    expect(await engine.deps.store.findDenied([denial!.key])).toBeNull()
  })

  test('RV-05: an instance whose clock is half a minute behind still refuses the token', async () => {
    const victim = await auth.login(credentials('combined'))
    const behind = await openTestAuth({ ...engine.deps, now: () => engine.clock() - 30 })
    await auth.logout(victim)
    engine.clock.advance(LIFETIMES.access + 29)
    await engine.deps.store.prune(99)
    await auth.logout(await auth.login(credentials('combined')))
    expect(await codeOf(behind.auth.authenticate(victim.accessToken))).toBe('denied_session')
  })

  test('RV-04: where nothing can be alive any more, nothing is denied', async () => {
    const victim = await auth.login(credentials('combined'))
    engine.clock.advance(LIFETIMES.access + 60)
    await auth.logout(victim)
    expect(await engine.deps.store.findDenied([`sid:${victim.session.id}`])).toBeNull()
    expect(await codeOf(auth.refresh(victim))).toBe('session_revoked')
  })
})
