import type { Page } from '@playwright/test'
import { isWhole } from '../../lib/prove/scale.ts'
import { tally } from '../../lib/prove/tally.ts'
import { expect, signUp, test } from '../support/test.ts'
import { countFailures, expectUnharmed, history, loseNextReply, withoutLocks } from './scenes.ts'

/** Seconds that an access token of the fixture `quick` lives. */
const ACCESS = 4
/** Lives that pass while the laptop is closed. */
const NIGHT = isWhole ? 4 : 2

const counts = { scenarios: 0, expiries: 0, logouts: 0, violations: 0 }
countFailures(counts)
test.afterEach(() => void counts.scenarios++)
test.afterAll(() => tally('browser-asleep', counts))

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))

/** The successor whose first reply was lost is given a second time. How many generations went before is up to the machine. */
async function expectReplay(page: Page, origin: string): Promise<void> {
  const told = async () => (await history(page, origin).catch(() => [])).map(({ kind }) => kind)
  await expect.poll(told, { timeout: 15_000 }).toContain('replayed')
}

// Requests without a network, and the one whose reply was lost.
test.use({ expected: ['net::ERR_', 'status of 401'] })

for (const locks of isWhole ? [true, false] : [true]) {
  const how = locks ? 'with Web Locks' : 'without Web Locks'

  test(`the reply to a renewal is lost, then the network, until long after the expiry: back again, the login goes on (${how})`, async ({
    context,
    page,
    quick,
  }) => {
    if (!locks) await withoutLocks(context)
    await signUp(page, quick.origin)
    await loseNextReply(context)
    await context.setOffline(true)
    await pause(ACCESS + 1)
    await context.setOffline(false)
    await expectReplay(page, quick.origin)
    counts.expiries += await expectUnharmed(quick.origin, page)
  })

  test(`a reply is lost, the laptop is closed for ${NIGHT} lives of the access token, and two tabs wake: nobody is logged out (${how})`, async ({
    context,
    page,
    quick,
  }) => {
    if (!locks) await withoutLocks(context)
    await page.clock.install()
    await signUp(page, quick.origin)
    const second = await context.newPage()
    await second.goto(`${quick.origin}/account`)
    await loseNextReply(context)
    await context.setOffline(true)
    await page.clock.pauseAt(Date.now() + 1000)
    await pause(NIGHT * ACCESS)
    await context.setOffline(false)
    await page.clock.fastForward(NIGHT * ACCESS * 1000)
    await page.clock.resume()
    await expectReplay(page, quick.origin)
    counts.expiries += NIGHT + (await expectUnharmed(quick.origin, page, second))
  })
}
