import { isWhole } from '../../lib/prove/scale.ts'
import { tally } from '../../lib/prove/tally.ts'
import { findFirefox } from '../support/browser.mjs'
import { newEmail, PASSWORD } from '../support/client.ts'
import { type Firefox, launchFirefox, until } from '../support/firefox.ts'
import { expect, test } from '../support/test.ts'
import { countFailures } from './scenes.ts'

const path = findFirefox()
test.skip(!isWhole, 'npm run prove')
test.skip(!path, 'Firefox is not installed: apt-get install firefox-esr')
test.setTimeout(120_000)

const counts = { tabs: 0, expiries: 0, logouts: 0, violations: 0 }
countFailures(counts)
test.afterAll(() => tally('firefox', counts))

const CURTAIN = 'return document.querySelector("[data-testid=logged-out-here]") !== null'

async function signUp(browser: Firefox, origin: string): Promise<string> {
  const email = newEmail()
  await browser.goto(`${origin}/signup`)
  await browser.fill('input[name=email]', email)
  await browser.fill('input[name=password]', PASSWORD)
  await browser.click('main form button.button-primary')
  return email
}

async function withFirefox(prefs: Record<string, unknown>, use: (browser: Firefox) => Promise<void>) {
  const browser = await launchFirefox(path!, prefs)
  try {
    await use(browser)
  } finally {
    await browser.close()
  }
}

test('LO-02: Firefox: two tabs cross two expiries; after a logout the other tab is empty, and Back shows nothing', ({
  quick,
}) =>
  withFirefox({}, async (browser) => {
    const email = await signUp(browser, quick.origin)
    await until(async () => (await browser.url()) === `${quick.origin}/account`, 'the account')
    const first = await browser.currentTab()
    const second = await browser.openTab()
    await browser.goto(`${quick.origin}/account`)
    const generation = async (): Promise<number> =>
      Number(await browser.run('return document.querySelector("[data-token^=R]")?.dataset.token.slice(1)'))
    const before = await generation()
    for (const tab of [first, second]) {
      await browser.switchTo(tab)
      await until(async () => (await generation()) >= before + 2, 'two renewals')
      expect(await browser.run(CURTAIN)).toBe(false)
    }
    counts.tabs = 2
    counts.expiries = (await generation()) - before
    expect(await browser.html(), 'whoever looks sees it').toContain(email)

    await browser.switchTo(first)
    await browser.click('header form button')
    await until(async () => (await browser.url()).endsWith('/logged-out'), 'the receipt')
    await browser.switchTo(second)
    await until(() => browser.run(CURTAIN), 'the curtain')
    expect(await browser.html()).not.toContain(email)
    await browser.switchTo(first)
    await browser.back()
    await until(async () => !/account|resume/.test(await browser.url()), 'the way back to nothing')
    expect(await browser.html()).not.toContain(email)
  }))

test('Firefox that blocks all cookies is told that it kept none, and nothing goes round in circles', ({ quick }) =>
  withFirefox({ 'network.cookie.cookieBehavior': 2 }, async (browser) => {
    const said = async () =>
      String(await browser.run('return document.querySelector("[data-testid=refusal]")?.textContent'))
    await signUp(browser, quick.origin)
    await until(async () => (await said()).includes('this browser did not keep the cookie'), 'the word about cookies')
    await browser.goto(`${quick.origin}/account`)
    await until(async () => (await browser.url()).includes('/login?'), 'the login')
    expect(await said()).not.toBe('undefined')
  }))
