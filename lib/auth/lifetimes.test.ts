import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { createAuth, importPeppers } from './index.ts'
import { codeOf, credentials, LEEWAY, openTestSession } from './testing.ts'

const DAY = 86_400
let { auth, browser, row, advance, clock, deps } = await openTestSession()
beforeEach(async () => {
  ;({ auth, browser, row, advance, clock, deps } = await openTestSession())
})

test('SF-10: a clock that jumps an hour gives no access token a longer life: back, it was issued in the future; ahead, it has expired', async () => {
  const { accessToken } = browser.jar
  const { expiresAt } = await auth.authenticate(accessToken)
  advance(-3600)
  expect(await codeOf(auth.authenticate(accessToken))).toBe('malformed')
  const meanwhile = await auth.login(credentials())
  const { expiresAt: earlier } = await auth.authenticate(meanwhile.accessToken)
  expect(earlier, 'what is issued meanwhile').toBeCloseTo(expiresAt - 3600, 0)
  advance(3600 + (expiresAt - clock()))
  for (const token of [accessToken, meanwhile.accessToken])
    expect(await codeOf(auth.authenticate(token))).toBe('expired')
})

describe('how long a refresh token works', () => {
  test('RT-10: the idle life slides with every rotation; the absolute one is copied and never extended', async () => {
    const { expiresAt } = await row()
    for (let day = 10; day < 90; day += 10) {
      advance(10 * DAY)
      await browser.refresh()
      expect(await row()).toMatchObject({ expiresAt, idleExpiresAt: Math.min(clock() + 14 * DAY, expiresAt) })
    }
    advance(10 * DAY - 0.001)
    await browser.refresh()
    advance(0.001)
    expect(clock()).toBeCloseTo(expiresAt, 3)
    advance(0.001)
    expect(await codeOf(browser.refresh())).toBe('refresh_expired')
  })

  test('RT-10: a session that lay idle for its idle life is over, a moment before it is not', async () => {
    advance(14 * DAY - 1)
    await browser.refresh()
    advance(14 * DAY)
    expect(await codeOf(browser.refresh())).toBe('refresh_expired')
  })

  test('a retry extends no life', async () => {
    await browser.send()
    const { idleExpiresAt } = await row()
    advance(DAY)
    await browser.send()
    expect((await row()).idleExpiresAt).toBe(idleExpiresAt)
  })

  test('strategies without renewal have no refresh token, and none works for them', async () => {
    for (const strategy of ['client-side', 'denylist'] as const) {
      const login = await auth.login(credentials(strategy))
      expect(login).toMatchObject({ refreshToken: null, holder: null })
    }
    expect(await codeOf(auth.refresh({ refreshToken: null, holder: null }))).toBe('refresh_missing')
  })

  describe('KY-03, KY-06: a change of peppers', () => {
    const newer = importPeppers([randomBytes(32)])
    const engineUnder = (peppers: typeof newer) => createAuth({ ...deps, peppers })

    test('a session moves to the newest pepper when it renews: after that the old one may go', async () => {
      const both = engineUnder([...newer, ...deps.peppers])
      browser.receive((await both.refresh({ ...browser.jar })).tokens)
      advance(LEEWAY)
      const without = engineUnder(newer)
      browser.receive((await without.refresh({ ...browser.jar })).tokens)
      expect((await row()).generation).toBe(2)
    })

    test('a pepper that is taken away ends the sessions that have not renewed since, and no other', async () => {
      const both = engineUnder([...newer, ...deps.peppers])
      const fresh = await both.login(credentials())
      const without = engineUnder(newer)
      expect(await codeOf(without.refresh({ ...browser.jar }))).toBe('refresh_unknown')
      expect((await without.refresh(fresh)).session.generation).toBe(1)
      await browser.refresh()
    })

    test('a retry after a lost reply gets the same bytes, also when a newer pepper was put in front in between', async () => {
      const first = await browser.send()
      const both = engineUnder([...newer, ...deps.peppers])
      const again = await both.refresh({ ...browser.jar })
      expect(again.tokens?.refreshToken).toBe(first.tokens?.refreshToken)
      browser.receive(again.tokens)
      advance(LEEWAY)
      expect((await both.refresh({ ...browser.jar })).session.generation).toBe(2)
    })
  })
})
