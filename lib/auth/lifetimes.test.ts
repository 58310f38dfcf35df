import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { createAuth, importPeppers } from './index.ts'
import { codeOf, credentials, LEEWAY, openTestSession } from './testing.ts'

const DAY = 86_400
let { auth, browser, row, advance, clock, deps } = await openTestSession()
beforeEach(async () => {
  ;({ auth, browser, row, advance, clock, deps } = await openTestSession())
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

  test('after a change of peppers old sessions go on, until their pepper is taken away', async () => {
    const newer = importPeppers([randomBytes(32)])
    const both = createAuth({ ...deps, peppers: [...newer, ...deps.peppers] })
    browser.receive((await both.refresh({ ...browser.jar })).tokens)
    advance(LEEWAY)
    const fresh = await both.login(credentials())
    const without = createAuth({ ...deps, peppers: newer })
    expect(await codeOf(without.refresh({ ...browser.jar }))).toBe('refresh_unknown')
    expect((await without.refresh(fresh)).session.generation).toBe(1)
    await browser.refresh()
  })
})
