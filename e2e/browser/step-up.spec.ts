import type { BrowserContext, Page } from '@playwright/test'
import { claimsOf } from '../../lib/auth/testing.ts'
import { violations } from '../support/axe.ts'
import { loggedIn, PASSWORD, registered } from '../support/client.ts'
import { agePasswordCheck } from '../support/password-check.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { expect, signUp, test } from '../support/test.ts'

async function age(server: RunningServer, context: BrowserContext) {
  const access = (await context.cookies()).find(({ name }) => name === '__Host-access')!
  agePasswordCheck(server, access.value)
}

/** Presses what ends the other devices, and says yes to what will be true afterwards. */
async function endOthers(page: Page, label = 'Log out 1 other device') {
  await page.getByRole('button', { name: label }).click()
  await page.getByRole('dialog').getByRole('button', { name: label }).click()
}

test.describe(() => {
  // The browser itself prints a refused request.
  test.use({ expected: ['/api/auth/', '/api/account/export', '/api/events', '/api/me', 'ERR_INTERNET_DISCONNECTED'] })

  test('32 · LG-13: five minutes after the password check a dialog asks for it, by keyboard alone, and what was pressed is then done', async ({
    page,
    context,
    server,
  }) => {
    const email = await signUp(page, server.origin)
    const other = await loggedIn(server.origin, email)
    const row = page.locator('[data-testid=session-row][data-current=false]')
    await expect(row).toHaveCount(1)
    await age(server, context)

    const opener = row.getByRole('button', { name: /Log out/ })
    await opener.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Log out' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Is it you?' })
    const field = dialog.getByLabel('Password', { exact: true })
    await expect(field).toBeFocused()
    expect((await other.get('/api/me')).status, 'nothing is done yet').toBe(200)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      // Colours pass from one theme to the other.
      await expect.poll(() => violations(page), colorScheme).toEqual([])
    }
    await page.setViewportSize({ width: 390, height: 844 })
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(wide).toBeLessThanOrEqual(0)

    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(row.getByRole('alert')).toContainText('more than 5 minutes ago')
    await expect(opener, 'the focus goes back to what opened it').toBeFocused()
    expect((await other.get('/api/me')).status, 'Escape does nothing').toBe(200)

    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Log out' }).focus()
    await page.keyboard.press('Enter')
    await expect(field).toBeFocused()
    await page.keyboard.type('not my password')
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('This is not your password.')).toBeVisible()
    await expect(field).toBeFocused()
    await context.setOffline(true)
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('alert')).toContainText('No answer came from the server')
    await context.setOffline(false)
    await field.fill(PASSWORD)
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await expect(row).toHaveCount(0)
    await expect(page.getByText(/ is logged out\./)).toBeVisible()
    expect((await other.get('/api/me')).status).toBe(401)

    await loggedIn(server.origin, email)
    await expect(row).toHaveCount(1)
    await endOthers(page)
    await expect(page.getByTestId('done'), 'for five minutes nothing asks again').toContainText('1 other device')
    expect(new URL(page.url()).search).toBe('')
  })

  test('32 · "Log out everywhere" and the export ask too; "Log out here" never does', async ({
    page,
    context,
    browser,
    server,
  }) => {
    await signUp(page, server.origin)
    await age(server, context)
    const dialog = page.getByRole('dialog', { name: 'Is it you?' })
    const saved = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download my data' }).click()
    await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await dialog.getByRole('button', { name: 'Continue' }).click()
    expect((await saved).suggestedFilename()).toBe('my-data.json')

    await age(server, context)
    await page.locator('[data-current=true]').getByRole('button', { name: 'Log out here' }).click()
    await expect(page).toHaveURL(`${server.origin}/logged-out`)

    const second = await browser.newContext()
    const again = await second.newPage()
    await signUp(again, server.origin)
    await age(server, second)
    await again.getByRole('button', { name: 'Log out everywhere' }).click()
    await again.getByRole('dialog').getByRole('button', { name: 'Log out everywhere' }).click()
    await again.getByRole('dialog').getByLabel('Password', { exact: true }).fill(PASSWORD)
    await again.getByRole('dialog').getByRole('button', { name: 'Continue' }).click()
    await expect(again).toHaveURL(`${server.origin}/logged-out`)
    await second.close()
  })

  test('32 · while the dialog stands open, a logout in another tab takes the page away all the same', async ({
    page,
    context,
    server,
  }) => {
    const email = await signUp(page, server.origin)
    await loggedIn(server.origin, email)
    await expect(page.getByTestId('session-row')).toHaveCount(2)
    await age(server, context)
    await endOthers(page)
    await expect(page.getByRole('dialog', { name: 'Is it you?' })).toBeVisible()
    const tab = await context.newPage()
    await tab.goto(`${server.origin}/account`)
    await tab.getByRole('banner').getByRole('button', { name: 'Log out' }).click()
    await expect(page.getByTestId('logged-out-here')).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  test('32 · guesses in the dialog are limited, and it says for how long', async ({ page, context }) => {
    const limited = await startServer({ LOGIN_LIMIT_ACCOUNT: '2/60' })
    try {
      const email = await signUp(page, limited.origin)
      await loggedIn(limited.origin, email)
      await expect(page.getByTestId('session-row')).toHaveCount(2)
      await age(limited, context)
      await endOthers(page)
      const dialog = page.getByRole('dialog', { name: 'Is it you?' })
      for (let i = 0; i < 3; i++) {
        await dialog.getByLabel('Password', { exact: true }).fill(`guess ${i}`)
        await dialog.getByRole('button', { name: 'Continue' }).click()
        await expect(dialog.getByRole('button', { name: 'Continue' })).toBeVisible()
      }
      await expect(dialog).toContainText(/try again in \d+/)
    } finally {
      await limited.stop()
    }
  })
})

test.describe(() => {
  test.use({ javaScriptEnabled: false })
  test('32 · without JavaScript a page asks for the password and goes on; no address ever holds it', async ({
    page,
    context,
    server,
  }) => {
    const email = await signUp(page, server.origin)
    const other = await loggedIn(server.origin, email)
    await page.reload()
    await age(server, context)
    await page.getByRole('button', { name: 'Log out 1 other device' }).click()
    await expect(page).toHaveURL(/\/reauthenticate\?next=/)
    expect((await other.get('/api/me')).status).toBe(200)
    await page.getByLabel('Password', { exact: true }).fill('not my password')
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByText('This is not your password.')).toBeVisible()
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByTestId('checked').getByRole('button', { name: 'Log out the other devices' }).click()
    await expect(page.getByTestId('done')).toContainText('1 other device')
    expect((await other.get('/api/me')).status).toBe(401)

    const another = await loggedIn(server.origin, email)
    await page.reload()
    await age(server, context)
    const end = page.locator('[data-current=false]').getByRole('button', { name: /Log out/ })
    await end.click()
    await expect(page).toHaveURL(/\/reauthenticate\?next=/)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByTestId('checked')).toContainText('Press again')
    await end.click()
    await expect(page.getByTestId('done')).toContainText('ended')
    expect((await another.get('/api/me')).status).toBe(401)
  })
})

test('LG-13: over HTTP the five are 403 reauthentication_required, a rotation changes nothing in that, and the password does', async ({
  server,
}) => {
  const { client: first, email } = await registered(server.origin)
  const other = await loggedIn(server.origin, email)
  const { sid } = claimsOf(other.accessToken)
  agePasswordCheck(server, first.accessToken)
  const asked = async () => [
    await first.post('/api/auth/logout-others'),
    await first.post('/api/auth/logout-everywhere'),
    await first.delete(`/api/auth/sessions/${sid}`),
    await first.get('/api/account/export'),
    await first.delete('/api/account'),
  ]
  for (const { status, body } of await asked()) expect([status, body.code]).toEqual([403, 'reauthentication_required'])
  expect((await first.post('/api/auth/refresh')).status).toBe(200)
  for (const { status } of await asked()) expect(status).toBe(403)
  expect((await other.get('/api/me')).status, 'nothing was done').toBe(200)
  expect((await first.post('/api/auth/reauthenticate', { password: PASSWORD })).status).toBe(200)
  expect((await first.post('/api/auth/logout-others')).status).toBe(200)
  expect((await other.get('/api/me')).status).toBe(401)
})
