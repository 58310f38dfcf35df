import { expect, test } from 'vitest'
import { createAuth, type Strategy, strategyNames } from './index.ts'
import { codeOf, credentials, LEEWAY, LIFETIMES, openBreakableAuth, openTestAuth, openTestSession } from './testing.ts'

const called: Record<Strategy, boolean> = { 'client-side': false, denylist: true, rotation: false, combined: true }

test.each(strategyNames)(
  'an access token under %s is revoked, or the answer is that it cannot be',
  async (strategy) => {
    const { auth, deps } = await openTestAuth()
    const { accessToken, session, ...rest } = await auth.register(credentials(strategy))
    const receipt = await auth.revoke(accessToken)
    const row = (await deps.store.findSession(session.id))!
    if (called[strategy]) {
      expect(receipt).toMatchObject({ access: 'denied', stolenTokenWorksUntil: null, pending: [] })
      expect(await codeOf(auth.authenticate(accessToken))).toBe('denied_session')
      expect(row.revokedReason).toBe('logged_out')
      if (rest.refreshToken) expect(await codeOf(auth.refresh(rest))).toBe('session_revoked')
    } else {
      expect(receipt).toBeNull()
      await auth.authenticate(accessToken)
      expect(row.revokedAt, 'nothing was changed').toBeNull()
      if (rest.refreshToken) expect((await auth.refresh(rest)).tokens).not.toBeNull()
    }
  },
)

test.each(['rotation', 'combined'] as const)(
  'RFC 7009 2.1: with a refresh token under %s goes its session, and the receipt says what is true of access tokens',
  async (strategy) => {
    const { auth, browser, row } = await openTestSession(strategy)
    const receipt = await auth.revoke(browser.jar.refreshToken!)
    const { accessUntil } = await row()
    const lives = strategy === 'rotation'
    expect(receipt).toMatchObject({
      refresh: 'revoked',
      access: lives ? 'lives' : 'denied',
      stolenTokenWorksUntil: lives ? accessUntil : null,
    })
    expect(await codeOf(auth.refresh(browser.jar))).toBe('session_revoked')
    const use = browser.use().then(
      () => 'accepted',
      ({ code }) => code,
    )
    expect(await use).toBe(lives ? 'accepted' : 'denied_session')
  },
)

test('RV-02: revoking one access token denies the session, so the one just renewed in another tab dies too', async () => {
  const { auth, browser, advance } = await openTestSession()
  const first = browser.jar.accessToken
  advance(LEEWAY)
  await browser.refresh()
  expect(browser.jar.accessToken).not.toBe(first)
  await auth.revoke(first)
  expect(await codeOf(browser.use())).toBe('denied_session')
})

test('RV-15: twice is as good as once, and a text that is no living token of ours ends nothing', async () => {
  const { auth, browser, advance, row } = await openTestSession()
  const first = await auth.revoke(browser.jar.refreshToken!)
  const ended = await row()
  advance(1)
  expect(await auth.revoke(browser.jar.refreshToken!)).toEqual(first)
  expect(await row()).toEqual(ended)
  advance(LIFETIMES.access)
  for (const text of ['', 'garbage', 'a.b.c', `jlt_rt_${'A'.repeat(96)}`, browser.jar.accessToken])
    expect(await auth.revoke(text)).toMatchObject({ ended: [], pending: [] })
})

test('RV-13: what was made up reaches no store', async () => {
  const { browser, deps } = await openTestSession()
  let asked = 0
  const counting = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name) => {
        asked++
        return Reflect.get(target, name)
      },
    })
  const auth = createAuth({ ...deps, store: counting(deps.store), denylist: counting(deps.denylist) })
  const { accessToken, refreshToken } = browser.jar
  asked = 0
  for (const text of ['', 'a.b.c', `${accessToken.slice(0, -2)}AA`, `jlt_rt_${'A'.repeat(96)}`]) await auth.revoke(text)
  expect(asked).toBe(0)
  await auth.revoke(refreshToken!)
  expect(asked, 'the control').toBeGreaterThan(0)
})

test('what could not be made durable is pending, and a later try confirms it', async () => {
  const { auth, broken } = await openBreakableAuth()
  const { accessToken, session } = await auth.login(credentials())
  broken.add('withSession')
  expect(await auth.revoke(accessToken)).toMatchObject({ access: 'pending', refresh: 'pending', pending: [session.id] })
  await auth.authenticate(accessToken)
  broken.delete('withSession')
  broken.add('deny')
  expect(await auth.revoke(accessToken)).toMatchObject({ access: 'pending', refresh: 'revoked', pending: [session.id] })
  broken.delete('deny')
  expect(await auth.revoke(accessToken)).toMatchObject({ access: 'denied', pending: [] })
  expect(await codeOf(auth.authenticate(accessToken))).toBe('denied_session')
})
