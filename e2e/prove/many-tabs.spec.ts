import type { BrowserContext } from '@playwright/test'
import { isWhole, share } from '../../lib/prove/scale.ts'
import { tally } from '../../lib/prove/tally.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { expect, signUp, test } from '../support/test.ts'
import { countFailures, curtain, expectUnharmed, loseNextReply, withoutLocks } from './scenes.ts'

/** Seconds. The leeway is the most that a lifetime allows: without locks a tab may get its turn late on a busy machine. */
const LIVES = { ACCESS_TTL: '4', ROTATION_LEEWAY: '2' }

const counts = { tabs: 0, expiries: 0, refreshes: 0, logouts: 0, violations: 0 }
countFailures(counts)

let server: RunningServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer(LIVES)
})
test.afterAll(async () => {
  await server.stop()
  tally('browser-tabs', counts)
})

// On a busy machine one may ask while its token runs out; and the reply that is lost on purpose.
test.use({ expected: ['status of 401', 'net::ERR_FAILED', 'net::ERR_CONNECTION_FAILED'] })

/** Tabs of one login that go on until it has been renewed so many times. `meanwhile`: what happens to each renewal. */
async function cross(context: BrowserContext, tabs: number, expiries: number, meanwhile = async () => {}) {
  context.on('request', (request) => {
    if (request.url().endsWith('/api/auth/refresh')) counts.refreshes++
  })
  const first = await context.newPage()
  await signUp(first, server.origin)
  const all = [first]
  while (all.length < tabs) {
    const tab = await context.newPage()
    await tab.goto(`${server.origin}/account`)
    all.push(tab)
  }
  const before = await expectUnharmed(server.origin, ...all)
  let crossed = 0
  while (crossed < expiries) {
    await meanwhile()
    const had = crossed
    await expect
      .poll(
        async () => {
          crossed = (await expectUnharmed(server.origin, first)) - before
          return crossed
        },
        { timeout: 20_000, intervals: [500] },
      )
      .toBeGreaterThan(had)
  }
  for (const tab of all) counts.logouts += await curtain(tab).count()
  counts.tabs += tabs
  counts.expiries += await expectUnharmed(server.origin, ...all)
  expect(counts.logouts).toBe(0)
}

const [TABS, EXPIRIES] = [share(5, 2), share(10, 2)]

// With locks and fewer expiries: e2e/browser/tabs.spec.ts.
for (const locks of isWhole ? [true, false] : [false])
  test(`${TABS} tabs ${locks ? 'with' : 'without'} Web Locks cross ${EXPIRIES} expiries: nobody is logged out`, async ({
    context,
  }) => {
    test.setTimeout(120_000)
    if (!locks) await withoutLocks(context)
    await cross(context, TABS, EXPIRIES)
  })

test('ten tabs reach an expiry together, and the reply to the one that renews for them is lost, three times', async ({
  context,
}) => {
  test.skip(!isWhole, 'npm run prove')
  test.setTimeout(120_000)
  await cross(context, 10, 3, () => loseNextReply(context))
})
