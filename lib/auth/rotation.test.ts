import { beforeEach, describe, expect, test } from 'vitest'
import { createAuth } from './index.ts'
import { codeOf, LEEWAY, LIFETIMES, openTestSession } from './testing.ts'

const DAY = 86_400
let { auth, browser, row, advance, clock, deps, sessionId, renewAndUse } = await openTestSession()
beforeEach(async () => {
  ;({ auth, browser, row, advance, clock, deps, sessionId, renewAndUse } = await openTestSession())
})

describe('P1, P2: whoever asks with the same token gets the same answer', () => {
  test('RT-03: 50 refreshes at once give one byte-identical successor, one generation on, and nobody is told an error', async () => {
    const { refreshToken } = browser.jar
    const answers = await Promise.all(Array.from({ length: 50 }, () => browser.send()))
    expect(new Set(answers.map(({ tokens }) => tokens?.refreshToken)).size).toBe(1)
    expect(answers[0]!.tokens!.refreshToken).not.toBe(refreshToken)
    expect(await row()).toMatchObject({ generation: 1, revokedAt: null, shadowedGeneration: null })
    browser.receive(answers[17]!.tokens)
    await browser.use()
    await renewAndUse()
    expect((await row()).generation).toBe(2)
  })

  test('each answer has its own holder, so that two browsers with one token drift apart', async () => {
    const answers = await Promise.all([browser.send(), browser.send()])
    expect(new Set(answers.map(({ tokens }) => tokens?.holder)).size).toBe(2)
  })

  test('RT-06: the parent is a retry for the leeway after the child’s first use, to the end of it, and theft after', async () => {
    const { jar } = browser
    const parent = { ...jar }
    await renewAndUse()
    advance(LEEWAY)
    expect((await auth.refresh(parent)).tokens?.refreshToken).toBe(jar.refreshToken)
    advance(0.001)
    expect(await codeOf(auth.refresh(parent))).toBe('refresh_reused')
  })

  test('RT-06: a retry does not open the window again: the leeway is counted from the child’s first use', async () => {
    const parent = { ...browser.jar }
    await renewAndUse()
    for (const step of [4, 4]) {
      advance(step)
      await auth.refresh(parent)
      await browser.use()
    }
    advance(4)
    expect(await codeOf(auth.refresh(parent))).toBe('refresh_reused')
  })
})

describe('a pair younger than the leeway is fresh: nothing is issued, nothing is needed', () => {
  test('but the pair of the login itself may be renewed at once', async () => {
    expect((await browser.refresh()).session.generation).toBe(1)
    advance(LEEWAY - 0.001)
    expect(await browser.refresh()).toMatchObject({ tokens: null, session: { generation: 1, id: sessionId } })
    advance(0.001)
    expect((await browser.refresh()).session.generation).toBe(2)
  })

  test('RT-06: presenting the child is using it: its parent is no retry for longer than the leeway', async () => {
    const parent = { ...browser.jar }
    await browser.refresh()
    await browser.refresh()
    advance(LEEWAY + 0.001)
    expect(await codeOf(auth.refresh(parent))).toBe('refresh_reused')
  })
})

describe('P3: a lost reply never logs anybody out', () => {
  test('RT-15: the parent still works the next morning, twice, and gives the child that was lost', async () => {
    advance(LIFETIMES.access)
    const lost = await browser.send()
    advance(14 * 3600)
    const [first, second] = [await browser.send(), await browser.send()]
    expect(first.tokens!.refreshToken).toBe(lost.tokens!.refreshToken)
    expect(second.tokens!.refreshToken).toBe(lost.tokens!.refreshToken)
    browser.receive(second.tokens)
    await browser.use()
    await renewAndUse()
  })

  test('and a logout covers the access token of the retry, which lives longer than the one that was lost', async () => {
    const lost = await browser.send()
    advance(14 * 3600)
    const { tokens } = await browser.send()
    const { expiresAt } = await auth.authenticate(tokens!.accessToken)
    expect(expiresAt).toBe(clock() + LIFETIMES.access)
    await auth.logout({ accessToken: lost.tokens!.accessToken, refreshToken: tokens!.refreshToken })
    expect(await codeOf(auth.authenticate(tokens!.accessToken))).toBe('denied_session')
    expect(await row()).toMatchObject({ accessUntil: expiresAt })
  })

  test('using the old access token meanwhile is not using the child', async () => {
    await browser.send()
    await browser.use()
    expect((await row()).usedAt).toBeNull()
    advance(14 * 3600)
    await browser.refresh()
  })

  test('RT-15, SF-06: also when the server was killed right after the commit and started again', async () => {
    advance(LIFETIMES.access)
    const lost = await browser.send()
    const restarted = createAuth(deps)
    advance(DAY)
    const { tokens } = await restarted.refresh({ ...browser.jar })
    expect(tokens!.refreshToken).toBe(lost.tokens!.refreshToken)
    await restarted.authenticate(tokens!.accessToken)
  })

  test('ten generations in a row may each lose a reply', async () => {
    for (let i = 1; i <= 10; i++) {
      advance(LIFETIMES.access)
      await browser.send()
      advance(i * 7)
      await browser.refresh()
      await browser.use()
    }
    expect(await row()).toMatchObject({ generation: 10, revokedAt: null, shadowedGeneration: null })
  })

  test('a write of “used” that fails refuses nobody, and closes no window that it did not close', async () => {
    const parent = { ...browser.jar }
    await browser.refresh()
    const broken = createAuth({
      ...deps,
      store: { ...deps.store, withSession: () => Promise.reject(new Error('disk full')) },
    })
    await broken.authenticate(browser.jar.accessToken)
    expect((await row()).usedAt).toBeNull()
    advance(LEEWAY * 5)
    await auth.refresh(parent)
  })

  test('“used” is written at the next check when the first write failed', async () => {
    let fail = true
    const { withSession } = deps.store
    const store = {
      ...deps.store,
      withSession: ((id, decide) =>
        fail ? Promise.reject(new Error('busy')) : withSession(id, decide)) as typeof withSession,
    }
    const auth = createAuth({ ...deps, store })
    await browser.refresh()
    await auth.authenticate(browser.jar.accessToken)
    fail = false
    await auth.authenticate(browser.jar.accessToken)
    expect((await row()).usedAt).toBe(clock())
  })
})

describe('P8: a session is one row however often it rotates', () => {
  test('RT-11: after 10,000 rotations the row is as long as after ten, and a token of the first generation still gives a thief away', async () => {
    const stolen = { ...browser.jar }
    const rotate = async (times: number) => {
      for (let i = 0; i < times; i++) {
        advance(LEEWAY)
        await browser.refresh()
      }
      return JSON.stringify(await row()).length
    }
    const [few, many] = [await rotate(10), await rotate(9990)]
    expect((await row()).generation).toBe(10_000)
    expect(many - few).toBeLessThan(12)
    const caller = await browser.use()
    expect(await auth.listSessions(caller)).toHaveLength(1)
    const events = await deps.store.listActivity(caller.accountId, { limit: 100_000 })
    expect(events.length).toBeLessThan(150)
    expect(await codeOf(auth.refresh(stolen))).toBe('refresh_reused')
    expect(await row()).toMatchObject({ revokedReason: 'refresh_reused' })
  })
})
