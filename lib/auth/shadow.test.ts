import { describe, expect, test } from 'vitest'
import { type Auth, isAuthError } from './index.ts'
import { codeOf, LEEWAY, LIFETIMES, openBrowser, openTestSession, randomFrom } from './testing.ts'

type Browser = ReturnType<typeof openBrowser>
interface Scene {
  auth: Auth
  victim: Browser
  thief: Browser
  advance: (seconds: number) => void
  generation: number
}

/** How a thief with a copy of every cookie shares one generation with the victim. */
const thieves: Record<string, (scene: Scene) => Promise<void>> = {
  'replays each parent right after the victim': async ({ victim, thief }) => {
    await victim.refresh()
    await thief.refresh()
    await victim.use()
  },
  'replays before the victim uses the child, then uses it first': async ({ victim, thief }) => {
    await victim.refresh()
    await thief.refresh()
    await thief.use()
    await victim.use()
  },
  'replays at the last moment of the leeway': async ({ victim, thief, advance }) => {
    await victim.refresh()
    await victim.use()
    advance(LEEWAY)
    await thief.refresh()
  },
  'rotates first and waits with the new pair until the victim has replayed': async ({ victim, thief }) => {
    await thief.refresh()
    await victim.refresh()
    await victim.use()
    await thief.use()
  },
  'rotates first and never uses an access token': async ({ victim, thief }) => {
    await thief.refresh()
    await victim.refresh()
    await victim.use()
  },
  'takes turns: first in one generation, second in the next': async ({ victim, thief, generation }) => {
    const [first, second] = generation % 2 ? [victim, thief] : [thief, victim]
    await first.refresh()
    await second.refresh()
    await victim.use()
  },
  'hides the holder': async ({ victim, thief }) => {
    await victim.refresh()
    thief.jar.holder = null
    await thief.refresh()
    await victim.use()
  },
  'makes up a holder': async ({ victim, thief }) => {
    thief.jar.holder = 'made up'
    await thief.refresh()
    await victim.refresh()
    await victim.use()
  },
  'replays many times in each generation': async ({ victim, thief, auth }) => {
    const parent = { ...thief.jar }
    await victim.refresh()
    for (let i = 0; i < 9; i++) await auth.refresh(parent)
    await thief.refresh()
    await victim.use()
  },
}

describe('P6: a thief who shadows the victim is caught within three shared generations', () => {
  test.each(Object.entries(thieves))('RT-07: the thief %s', async (_title, share) => {
    const { auth, browser: victim, advance, row } = await openTestSession()
    const thief = openBrowser(auth, victim.jar)
    let refusal: unknown
    let generation = 0
    while (!refusal && generation++ < 10) {
      advance(LIFETIMES.access)
      refusal = await share({ auth, victim, thief, advance, generation }).catch((error) => error)
    }
    expect(generation).toBeLessThanOrEqual(3)
    expect(isAuthError(refusal) && refusal.code).toBe('refresh_reused')
    expect(await row()).toMatchObject({ revokedReason: 'refresh_shadowed' })
    for (const one of [victim, thief]) {
      expect(await codeOf(one.use())).toMatch(/denied_session|expired/)
      expect(await codeOf(one.send())).toBe('refresh_reused')
    }
  })

  test('a thief who keeps an older pair and comes back is a plain reuse', async () => {
    const { auth, browser: victim, renewAndUse } = await openTestSession()
    const thief = openBrowser(auth, victim.jar)
    await renewAndUse()
    await renewAndUse()
    expect(await codeOf(thief.send())).toBe('refresh_reused')
  })
})

describe('an honest browser is never taken for a thief', () => {
  /** Tabs without a lock that all wake at the expiry; each sends what the jar holds then, and tries again when a reply is lost. */
  async function crossExpiry(
    { browser, advance, clock }: Awaited<ReturnType<typeof openTestSession>>,
    tabs: number,
    lossRate: number,
    random: () => number,
  ) {
    advance(LIFETIMES.access)
    const events: { at: number; run: () => Promise<unknown> }[] = []
    const wake = (at: number) =>
      events.push({
        at,
        run: async () => {
          const { tokens } = await browser.send()
          const arrives = clock() + random() * 4
          if (random() < lossRate) wake(arrives + 1 + random() * 9)
          else events.push({ at: arrives, run: async () => browser.receive(tokens) })
        },
      })
    for (let tab = 0; tab < tabs; tab++) wake(clock() + random() * 3)
    while (events.length > 0) {
      events.sort((a, b) => a.at - b.at)
      const { at, run } = events.shift()!
      advance(Math.max(0, at - clock()))
      await run()
    }
    await browser.use()
  }

  test.each([
    { tabs: 3, lossRate: 0, expiries: 200 },
    { tabs: 3, lossRate: 0.1, expiries: 200 },
    { tabs: 20, lossRate: 0.1, expiries: 200 },
    { tabs: 2, lossRate: 0.5, expiries: 200 },
  ])(
    '$tabs tabs without a lock, losing $lossRate of their replies, over $expiries expiries',
    async ({ tabs, lossRate, expiries }) => {
      const seed = 20261124
      const random = randomFrom(seed)
      const session = await openTestSession()
      for (let i = 0; i < expiries; i++) await crossExpiry(session, tabs, lossRate, random)
      expect(await session.row()).toMatchObject({ revokedAt: null, shadowedGeneration: null })
      expect((await session.row()).generation).toBeGreaterThanOrEqual(expiries)
    },
  )

  test('one generation replayed without its holder is forgiven, and so is every other one', async () => {
    const { auth, browser, advance, row } = await openTestSession()
    for (let i = 0; i < 10; i++) {
      advance(LIFETIMES.access)
      const parent = { ...browser.jar, holder: null }
      await browser.refresh()
      if (i % 2) await auth.refresh(parent)
      await browser.use()
    }
    expect((await row()).revokedAt).toBeNull()
  })
})
