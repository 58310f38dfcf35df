import { firefox } from '@playwright/test'
import { isWhole } from '../../lib/prove/scale.ts'
import { tally } from '../../lib/prove/tally.ts'
import { findFirefox } from '../support/browser.mjs'
import { newEmail, PASSWORD } from '../support/client.ts'
import { expect, signUp, test } from '../support/test.ts'
import { curtain, expectUnharmed } from './scenes.ts'

const executablePath = findFirefox()
test.skip(!isWhole, 'npm run prove')
test.skip(!executablePath, 'Firefox is not installed: apt-get install firefox-esr')

// The system's own Firefox, driven by WebDriver BiDi: Playwright's channels for it begin with "moz-".
const launch = (firefoxUserPrefs = {}) =>
  firefox.launch({ channel: 'moz-firefox', executablePath: executablePath!, firefoxUserPrefs })

test('Firefox: two tabs cross two expiries, and after a logout Back shows nothing', async ({ quick }) => {
  const browser = await launch()
  try {
    const context = await browser.newContext()
    const page = await context.newPage()
    const email = await signUp(page, quick.origin)
    const second = await context.newPage()
    await second.goto(`${quick.origin}/account`)
    for (const tab of [page, second]) await expect(tab.locator('[data-token=A2]')).toBeVisible({ timeout: 20_000 })
    const expiries = await expectUnharmed(quick.origin, page, second)

    await page.getByRole('banner').getByRole('button', { name: 'Log out' }).click()
    await page.waitForURL('**/logged-out')
    await expect(curtain(second)).toBeVisible()
    expect(await second.content()).not.toContain(email)
    await page.goBack()
    await page.waitForURL('**/login?*')
    expect(await page.content()).not.toContain(email)
    tally('firefox', { tabs: 2, expiries, logouts: 0, violations: 0 })
  } finally {
    await browser.close()
  }
})

test('Firefox that blocks all cookies is told that it kept none', async ({ quick }) => {
  const browser = await launch({ 'network.cookie.cookieBehavior': 2 })
  try {
    const page = await browser.newPage()
    await page.goto(`${quick.origin}/signup`)
    await page.getByLabel('E-mail').fill(newEmail())
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Create the account' }).click()
    await expect(page.getByTestId('refusal')).toContainText('this browser did not keep the cookie')
    await page.goto(`${quick.origin}/account`)
    await page.waitForURL('**/login?*')
    await expect(page.getByTestId('refusal')).toBeVisible()
  } finally {
    await browser.close()
  }
})
