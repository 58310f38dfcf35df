import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { type AuthStore, createAuth, importPeppers } from './index.ts'
import { codeOf, credentials, LEEWAY, LIFETIMES, openBrowser, openTestAuth, openTestSession } from './testing.ts'

let { auth, browser, row, advance, clock, deps, sessionId, renewAndUse } = await openTestSession()
beforeEach(async () => {
  ;({ auth, browser, row, advance, clock, deps, sessionId, renewAndUse } = await openTestSession())
})

describe('P4: reuse ends the family', () => {
  test('RT-04, RT-05: a parent after its child was used is theft: the revoke is committed although the request fails', async () => {
    const stolen = { ...browser.jar }
    await renewAndUse()
    advance(LEEWAY + 1)
    expect(await codeOf(auth.refresh(stolen))).toBe('refresh_reused')
    expect(await row()).toMatchObject({ revokedAt: clock(), revokedReason: 'refresh_reused', generation: 1 })
    expect(await codeOf(browser.send()), 'the owner learns why').toBe('refresh_reused')
    expect(await codeOf(auth.refresh(stolen))).toBe('refresh_reused')
  })

  test('RT-04: under combined its access tokens die at the next request, after a restart too', async () => {
    const stolen = { ...browser.jar }
    await renewAndUse()
    advance(LEEWAY + 1)
    await codeOf(auth.refresh(stolen))
    expect(await codeOf(browser.use())).toBe('denied_session')
    expect(await codeOf(createAuth(deps).authenticate(browser.jar.accessToken))).toBe('denied_session')
  })

  test('under rotation they live to their exp, not a second longer', async () => {
    const { browser, auth, advance, renewAndUse } = await openTestSession('rotation')
    const stolen = { ...browser.jar }
    await renewAndUse()
    advance(LEEWAY + 1)
    await codeOf(auth.refresh(stolen))
    advance(LIFETIMES.access - LEEWAY - 2)
    await browser.use()
    advance(1)
    expect(await codeOf(browser.use())).toBe('expired')
  })

  test('RT-06: a grandparent is theft at any age, even inside the leeway', async () => {
    const stolen = { ...browser.jar }
    await browser.refresh()
    advance(LEEWAY)
    await browser.refresh()
    expect(await codeOf(auth.refresh(stolen))).toBe('refresh_reused')
    expect((await row()).revokedReason).toBe('refresh_reused')
  })

  test('the victim’s other sessions go on: a family ends, not an account', async () => {
    const other = openBrowser(auth, await auth.login(credentials()))
    const stolen = { ...browser.jar }
    await renewAndUse()
    advance(LEEWAY + 1)
    await codeOf(auth.refresh(stolen))
    await other.refresh()
    await other.use()
  })

  test('AU-07: it is written into the account’s activity, and the account’s streams are woken', async () => {
    const stolen = { ...browser.jar }
    const other = openBrowser(auth, await auth.login(credentials()))
    const caller = await other.use()
    await renewAndUse()
    advance(LEEWAY + 1)
    const woken: string[] = []
    const notifying = createAuth({ ...deps, notify: (id) => woken.push(id) })
    await codeOf(notifying.refresh(stolen))
    const last = (await auth.listActivity(caller)).at(-1)
    expect(last).toMatchObject({ kind: 'refresh_reused', sessionId, at: clock() })
    expect(woken).toEqual([caller.accountId])
  })

  test('a generation that the database has never reached means that it went back in time: revoked, with its own reason', async () => {
    await browser.refresh()
    const backup = await row()
    await renewAndUse()
    await deps.store.withSession(sessionId, () => ({ outcome: null, sessions: [backup] }))
    expect(await codeOf(browser.send())).toBe('refresh_reused')
    expect((await row()).revokedReason).toBe('database_rolled_back')
  })

  test('a token of a branch that a restored backup cut off is no parent, though its generation would fit', async () => {
    const backup = await row()
    const cutOff = (await browser.send()).tokens!
    await deps.store.withSession(sessionId, () => ({ outcome: null, sessions: [backup] }))
    await browser.refresh()
    advance(LEEWAY)
    await browser.refresh()
    expect(await row()).toMatchObject({ generation: 2, usedAt: null })
    expect(await codeOf(auth.refresh(cutOff))).toBe('refresh_reused')
  })

  test('nor is it the current one, though its generation is: the token is what counts', async () => {
    const backup = await row()
    const cutOff = (await browser.send()).tokens!
    await deps.store.withSession(sessionId, () => ({ outcome: null, sessions: [backup] }))
    await browser.refresh()
    advance(LEEWAY)
    expect((await row()).generation).toBe(1)
    expect(await codeOf(auth.refresh(cutOff))).toBe('refresh_reused')
    expect((await row()).revokedReason).toBe('refresh_reused')
  })
})

describe('P5: garbage revokes nobody and asks the database nothing', () => {
  /** The same store, with the names of the methods that were called. */
  function counting(store: AuthStore) {
    const calls: string[] = []
    const entries = Object.entries(store).map(([name, method]) => [
      name,
      (...args: unknown[]) => {
        calls.push(name)
        return method(...args)
      },
    ])
    return { calls, store: Object.fromEntries(entries) as AuthStore }
  }

  const changed = (token: string, at: number) => {
    const bytes = Buffer.from(token.slice('jlt_rt_'.length), 'base64url')
    bytes[at]! ^= 1
    return `jlt_rt_${bytes.toString('base64url')}`
  }

  test('RT-12: every changed byte of a real token, every other spelling of it, and what was never issued: refresh_unknown', async () => {
    const { calls, store } = counting(deps.store)
    const counted = createAuth({ ...deps, store })
    const { refreshToken: token, accessToken, holder } = browser.jar
    const before = await row()
    const other = await openTestAuth()
    const elsewhere = (await other.auth.register(credentials())).refreshToken!
    const garbage = [
      ...Array.from({ length: 72 }, (_, at) => changed(token!, at)),
      ...[' ', '\n', '=', '\0', 'A', '.'].flatMap((extra) => [token + extra, extra + token]),
      ...[token!.slice(0, -1), token!.slice(7), token!.toUpperCase(), token!.replace('jlt_rt_', 'JLT_RT_')],
      ...[before.currentHash!, `jlt_rt_${before.currentHash}`, holder!, accessToken, elsewhere],
      ...Array.from({ length: 1000 }, () => `jlt_rt_${randomBytes(72).toString('base64url')}`),
      ...['jlt_rt_', 'null', '__proto__', '💥', 'a'.repeat(100_000)],
    ]
    for (const text of garbage)
      expect(await codeOf(counted.refresh({ refreshToken: text, holder }))).toBe('refresh_unknown')
    expect(calls).toEqual([])
    expect(await row()).toEqual(before)
    await counted.refresh({ ...browser.jar })
    expect(calls).toEqual(['withSession'])
  })

  test('CK-09: a token of another session than the living access token beside it is refused, and neither session changes', async () => {
    const other = openBrowser(auth, await auth.register(credentials('combined', 'omar@example.org')))
    const mixed = { ...other.jar, accessToken: browser.jar.accessToken }
    expect(await codeOf(auth.refresh(mixed))).toBe('refresh_unknown')
    await browser.use()
    await other.refresh()
    expect(await row()).toMatchObject({ generation: 0, revokedAt: null })
    advance(LIFETIMES.access)
    const { session } = await auth.refresh({ ...other.jar, accessToken: browser.jar.accessToken })
    expect(session.generation, 'an expired one says nothing').toBe(2)
  })

  test('RT-16: a real token of a session that was deleted is unknown too', async () => {
    const caller = await browser.use()
    await auth.deleteAccount(caller)
    expect(await codeOf(browser.send())).toBe('refresh_unknown')
  })

  test('RT-02: what the database holds mints nothing: no stored value is a token', async () => {
    await browser.refresh()
    for (const value of Object.values(await row())) {
      for (const text of [String(value), `jlt_rt_${value}`]) {
        expect(await codeOf(auth.refresh({ refreshToken: text, holder: null }))).toBe('refresh_unknown')
      }
    }
  })

  test('RT-01: 10,000 sessions share no refresh token, and each has its full length', async () => {
    const { firstRefreshToken, formatRefreshToken } = await import('./refresh-token.ts')
    const tokens = Array.from({ length: 10_000 }, () => formatRefreshToken(firstRefreshToken(deps.peppers, sessionId)))
    expect(new Set(tokens).size).toBe(10_000)
    expect(tokens.every((token) => token.length === 103)).toBe(true)
  })

  test('a short pepper is refused', () => {
    expect(() => importPeppers([randomBytes(31)])).toThrow(TypeError)
    expect(() => importPeppers([])).toThrow(TypeError)
  })
})
