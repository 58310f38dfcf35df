import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PASSWORD, randomFrom } from '../auth/testing.ts'
import { seed, share } from './scale.ts'
import { openBrowser } from './tabs/browser.ts'
import { type Product, serveProduct } from './tabs/product.ts'
import { tally } from './tally.ts'

const TABS = 20
const EXPIRIES = share(200, 5)
/** Of all replies. */
const LOST = 0.1
/** Milliseconds that a request and its reply take at most, each. */
const SLOWEST = 4_000

const total = { expiries: 0, refreshes: 0, lost: 0, logouts: 0 }
afterAll(() => tally('tabs', { tabs: TABS, ...total, violations: total.logouts }))

let product: Product | undefined
let stopTabs: (() => void)[] = []
// Not performance, setImmediate nor what Node's sockets use: these go on in real time.
beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000, toFake: ['Date', 'setTimeout', 'clearTimeout'] }))
afterEach(async () => {
  for (const stop of stopTabs) stop()
  stopTabs = []
  vi.clearAllTimers()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  await product?.stop()
  product = undefined
})

/** One more tab: its own copy of every module of lib/client. It renews as the product's tabs do, and asks something now and then. */
async function openTab(random: () => number): Promise<void> {
  vi.resetModules()
  const { keepRenewed } = await import('@/lib/client/keep-login.ts')
  const { authFetch } = await import('@/lib/client/auth-fetch.ts')
  // Nothing is drawn here: who is told of a logout writes it into the storage, and there it is counted.
  const { setActing } = await import('@/lib/client/leaving.ts')
  setActing(true)
  stopTabs.push(keepRenewed({ renewable: true }))
  const askNow = () => {
    setTimeout(askNow, 100_000 + random() * 400_000)
    authFetch('/api/me').catch(() => null)
  }
  setTimeout(askNow, random() * 200_000)
}

/** A browser whose tabs go on until the login has been renewed `expiries` times, or is over. */
async function cross(expiries: number, { locks, leeway }: { locks: boolean; leeway: number }) {
  const random = randomFrom(seed)
  let isLossy = false
  product = await serveProduct({ leeway, isLost: () => isLossy && random() < LOST })
  const { seen, quiet } = openBrowser(product.origin, { locks, delay: () => (isLossy ? random() * SLOWEST : 0) })
  const step = async () => {
    await quiet()
    vi.advanceTimersToNextTimer()
    await quiet()
  }

  // Modules remember: none of the browser before.
  vi.resetModules()
  const { jsonPost } = await import('@/lib/client/answer.ts')
  const { learnTimes, timesOf } = await import('@/lib/client/times.ts')
  const entered = fetch('/api/auth/register', jsonPost({ email: 'mina@example.org', password: PASSWORD }))
  let answer: Response | undefined
  entered.then((response) => {
    answer = response
  })
  while (!answer) await step()
  const { session, now } = await answer.json()
  learnTimes(timesOf(session, now))
  for (let tab = 0; tab < TABS; tab++) await openTab(random)

  isLossy = true
  const row = async () => (await product!.findSession(session.id))!
  // A renewal comes once in a lifetime at most; beyond twice as many, nothing renews any more.
  const end = Date.now() + 2 * expiries * product.lifetime * 1000
  while ((await row()).generation < expiries && seen.forgotten === 0 && Date.now() < end) await step()
  return { ...seen, session: await row() }
}

test.each([
  { locks: true, how: 'with Web Locks' },
  { locks: false, how: 'without Web Locks' },
])(
  `RT-14: twenty tabs over HTTP, $how, losing one reply in ten, cross ${EXPIRIES} expiries: nobody is logged out`,
  async ({ locks }) => {
    const { session, refreshes, refused, lost, forgotten } = await cross(EXPIRIES, { locks, leeway: 10 })
    total.expiries += session.generation
    total.refreshes += refreshes
    total.lost += lost
    total.logouts += forgotten
    expect({ refused, forgotten, reason: session.revokedReason }, `seed ${seed}`).toEqual({
      refused: 0,
      forgotten: 0,
      reason: null,
    })
    expect(session).toMatchObject({ generation: EXPIRIES, shadowedGeneration: null })
    // One renews for all; each lost reply is one more.
    if (locks) expect(refreshes).toBeLessThanOrEqual(EXPIRIES + lost)
    else expect(refreshes, 'they do race').toBeGreaterThan(2 * EXPIRIES)
  },
  300_000,
)

test('and a server that forgives nothing does log these tabs out: the search can see it', async () => {
  const { session, forgotten } = await cross(50, { locks: false, leeway: 0 })
  expect(forgotten).toBeGreaterThan(0)
  expect(session.revokedReason).toMatch(/^refresh_(reused|shadowed)$/)
}, 60_000)
