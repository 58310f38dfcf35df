import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createAuth, importPeppers, importSigningKeys, strategyNames } from './index.ts'
import {
  codeOf,
  credentials,
  LEEWAY,
  LIFETIMES,
  openBreakableAuth,
  openBrowser,
  openTestAuth,
  openTestSession,
} from './testing.ts'

const INACTIVE = { active: false }

describe.each(strategyNames)('%s', (strategy) => {
  test('an access token is active exactly while authenticate accepts it: before a logout, after it, and at exp', async () => {
    const { auth, clock, deps } = await openTestAuth()
    const { accessToken, session } = await auth.register(credentials(strategy))
    const principal = await auth.authenticate(accessToken)
    expect(await auth.introspect(accessToken)).toEqual({
      active: true,
      token_type: 'Bearer',
      iss: deps.issuer,
      aud: deps.audience,
      sub: session.accountId,
      sid: session.id,
      jti: principal.tokenId,
      iat: principal.issuedAt,
      exp: principal.expiresAt,
    })
    await auth.logout({ accessToken, refreshToken: null })
    const { denies, accessLifetime } = deps.strategies[strategy]
    const accepted = () =>
      auth.authenticate(accessToken).then(
        () => true,
        () => false,
      )
    expect(await accepted()).toBe(!denies)
    expect((await auth.introspect(accessToken)).active).toBe(!denies)
    clock.advance(accessLifetime - 1)
    expect((await auth.introspect(accessToken)).active).toBe(await accepted())
    clock.advance(1)
    expect([await accepted(), await auth.introspect(accessToken)]).toEqual([false, INACTIVE])
  })
})

describe('a refresh token', () => {
  test('is active as the current one of its session, for the issuer alone, and is no bearer', async () => {
    const { auth, browser, row, deps, advance } = await openTestSession()
    advance(LIFETIMES.access + 0.5)
    await browser.refresh()
    const { id, accountId, rotatedAt, idleExpiresAt } = await row()
    const answer = await auth.introspect(browser.jar.refreshToken!)
    expect(answer).toEqual({
      active: true,
      iss: deps.issuer,
      aud: deps.issuer,
      sub: accountId,
      sid: id,
      iat: Math.floor(rotatedAt),
      exp: Math.floor(idleExpiresAt),
    })
  })

  test('stops being active with a logout, a retired version, its idle end, and with its account', async () => {
    const endings: ((session: Awaited<ReturnType<typeof openTestSession>>) => Promise<unknown>)[] = [
      ({ auth, browser }) => auth.logout(browser.jar),
      async ({ auth, browser }) => auth.logoutEverywhere(await browser.use()),
      async ({ advance }) => advance(LIFETIMES.refreshIdle),
      async ({ auth, browser }) => auth.deleteAccount(await browser.use()),
    ]
    for (const end of endings) {
      const session = await openTestSession()
      const { refreshToken } = session.browser.jar
      expect((await session.auth.introspect(refreshToken!)).active).toBe(true)
      await end(session)
      expect(await session.auth.introspect(refreshToken!)).toEqual(INACTIVE)
    }
  })

  test('of an earlier generation is not active, and asking about it is no reuse: no alarm, and nobody is logged out', async () => {
    const { auth, browser, row, renewAndUse, advance, deps, sessionId } = await openTestSession()
    const old: string[] = []
    for (let i = 0; i < 3; i++) {
      old.push(browser.jar.refreshToken!)
      await renewAndUse()
    }
    advance(LEEWAY + 1)
    const before = await row()
    for (const token of old) expect(await auth.introspect(token)).toEqual(INACTIVE)
    expect(await row()).toEqual(before)
    const { accountId } = before
    const kinds = (await deps.store.listActivity(accountId, { limit: 50 })).map(({ kind }) => kind)
    expect(kinds).not.toContain('refresh_reused')
    await browser.refresh()
    expect((await auth.introspect(browser.jar.refreshToken!)).active).toBe(true)
    // The control: presented, the same token is reuse.
    expect(await codeOf(auth.refresh({ refreshToken: old[0]!, holder: null }))).toBe('refresh_reused')
    expect((await deps.store.findSession(sessionId))!.revokedReason).toBe('refresh_reused')
  })
})

test('asking writes nothing: neither token counts as used, so a reply that was lost can still be asked for again', async () => {
  const { auth, browser, row, advance, deps } = await openTestSession()
  advance(LIFETIMES.access)
  const parent = { ...browser.jar }
  const { tokens } = await browser.send()
  const before = [await row(), await deps.store.listActivity((await row()).accountId, { limit: 50 })]
  for (const token of [tokens!.accessToken, tokens!.refreshToken!])
    expect((await auth.introspect(token)).active).toBe(true)
  expect(await auth.introspect(parent.refreshToken!), 'it may be retried, and is not the current one').toEqual(INACTIVE)
  advance(LEEWAY + 1)
  await auth.introspect(tokens!.accessToken)
  expect([await row(), await deps.store.listActivity((await row()).accountId, { limit: 50 })]).toEqual(before)
  expect((await auth.refresh(parent)).tokens!.refreshToken).toBe(tokens!.refreshToken)
  // The control: a use closes that window.
  await openBrowser(auth, tokens!).use()
  advance(LEEWAY + 1)
  expect(await codeOf(auth.refresh(parent))).toBe('refresh_reused')
})

test('RV-13, RT-12: what was made up is not active, and nobody is asked about it', async () => {
  const { auth, deps } = await openTestAuth()
  const { accessToken, refreshToken } = await auth.register(credentials())
  const asked: string[] = []
  const spied = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name: string) => {
        const method = Reflect.get(target, name)
        if (typeof method === 'function') asked.push(name)
        return method
      },
    })
  const spiedOn = createAuth({ ...deps, store: spied(deps.store), denylist: spied(deps.denylist) })
  const elsewhere = await openTestAuth({
    keys: await importSigningKeys([Uint8Array.from(randomBytes(32))]),
    peppers: importPeppers([randomBytes(32)]),
  })
  const foreign = await elsewhere.auth.register(credentials())
  const madeUp = [
    ...['', ' ', 'a.b.c', 'jlt_rt_', `jlt_rt_${'A'.repeat(96)}`, '.'.repeat(9_000), '\0', '__proto__'],
    `${accessToken.slice(0, -2)}AA`,
    `${accessToken} `,
    `${refreshToken!.slice(0, -1)}${refreshToken!.endsWith('A') ? 'B' : 'A'}`,
    foreign.accessToken,
    foreign.refreshToken!,
  ]
  for (const token of madeUp) expect(await spiedOn.introspect(token)).toEqual(INACTIVE)
  expect(asked).toEqual([])
  expect((await spiedOn.introspect(refreshToken!)).active, 'the control').toBe(true)
  expect(asked).toEqual(['findSession', 'findAccount'])
})

test('where no store can say, nothing is said: neither active nor inactive', async () => {
  const { auth, broken } = await openBreakableAuth()
  const { accessToken, refreshToken } = await auth.login(credentials())
  broken.add('find')
  expect((await auth.introspect(accessToken)).active, 'the database answers for the denylist').toBe(true)
  broken.add('findDenied')
  expect(await codeOf(auth.introspect(accessToken))).toBe('store_unavailable')
  for (const method of ['findSession', 'findAccount']) {
    broken.add(method)
    expect(await codeOf(auth.introspect(refreshToken!)), method).toBe('store_unavailable')
    broken.delete(method)
  }
  expect((await auth.introspect(refreshToken!)).active).toBe(true)
})
