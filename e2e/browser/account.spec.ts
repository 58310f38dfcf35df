import { loggedIn, PASSWORD } from '../support/client.ts'
import { remember } from '../support/secrets.ts'
import { expect, logIn, signUp, test } from '../support/test.ts'

const NEW_PASSWORD = 'quite another pass phrase'
remember(NEW_PASSWORD)

test('the token lifecycle is live: bars carry the truth, a renewal replaces them, the history tells it', async ({
  page,
  quick,
}) => {
  await signUp(page, quick.origin)
  const bar = page.locator('[data-token=A0]')
  const { session } = await (await page.request.get(`${quick.origin}/api/me`)).json()
  await expect(bar).toHaveAttribute('data-exp', String(session.accessExpiresAt))
  await expect(page.locator('[data-token=A1][data-state=active]')).toBeVisible()
  await expect(page.locator('[data-token=R1]')).toBeVisible()
  await expect(page.getByTestId('token-history').locator('[data-kind=refreshed]').first()).toBeVisible()
})

test('28, 29 · the devices list: exactly one current, ending another one works, and the row says what happened', async ({
  page,
  server,
}) => {
  const email = await signUp(page, server.origin)
  const other = await loggedIn(server.origin, email)
  await expect(page.getByTestId('session-row')).toHaveCount(2)
  await expect(page.locator('[data-testid=session-row][data-current=true]')).toHaveCount(1)
  const own = (await (await page.request.get(`${server.origin}/api/me`)).json()).session.id
  await expect(page.locator('[data-current=true]')).toHaveAttribute('data-sid', own)

  await page
    .locator('[data-current=false]')
    .getByRole('button', { name: /Log out/ })
    .first()
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Log out' }).click()
  await expect(page.getByTestId('session-row')).toHaveCount(1)
  expect((await other.get('/api/me')).status).toBe(401)
  await expect(page.getByText('Only this device is logged in.')).toBeVisible()
})

test('30 · log out n other devices: n is the number shown, and this one stays in', async ({ page, server }) => {
  const email = await signUp(page, server.origin)
  const others = [await loggedIn(server.origin, email), await loggedIn(server.origin, email)]
  await page.getByRole('button', { name: 'Log out 2 other devices' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Log out 2 other devices' }).click()
  await expect(page.getByTestId('done')).toContainText('2 other devices')
  for (const other of others) expect((await other.get('/api/me')).status).toBe(401)
  await expect(page.getByTestId('session-row')).toHaveCount(1)
})

test.describe(() => {
  // The browser itself prints a refused request.
  test.use({ expected: ['/api/auth/password'] })
  test('35 · a password change keeps this browser in, under a new session, and says how many others it ended', async ({
    page,
    server,
  }) => {
    const email = await signUp(page, server.origin)
    const other = await loggedIn(server.origin, email)
    const before = await page.locator('[data-current=true]').getAttribute('data-sid')
    await page.getByLabel('Current password', { exact: true }).fill('not my password')
    await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD)
    await page.getByRole('button', { name: 'Change password' }).click()
    await expect(page.getByText('This is not your current password.')).toBeVisible()
    await page.getByLabel('Current password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Change password' }).click()
    await expect(page.getByTestId('done')).toContainText('1 other device')
    expect(await page.locator('[data-current=true]').getAttribute('data-sid')).not.toBe(before)
    expect((await other.get('/api/me')).status).toBe(401)
  })
})

test.describe(() => {
  // The browser itself prints a refused request.
  test.use({ expected: ['/api/auth/login'] })
  test('a wrong password is told once, in words that do not say which of the two was wrong, and what was typed stays', async ({
    page,
    server,
  }) => {
    await page.goto(`${server.origin}/login`)
    await page.getByLabel('E-mail').fill('nobody@example.org')
    await page.getByLabel('Password', { exact: true }).fill('wrong password')
    await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()
    await expect(page.getByTestId('refusal')).toContainText('E-mail or password is wrong.')
    await expect(page.getByTestId('refusal')).toBeFocused()
    await expect(page.getByLabel('E-mail')).toHaveValue('nobody@example.org')
  })
})

test('the account page of an ended session whose token still lives shows the exposure, and lets nobody write', async ({
  page,
  context,
  browser,
  server,
}) => {
  const email = await signUp(page, server.origin)
  await logIn(page, server.origin, email, 'client-side')
  const thief = await browser.newContext({ storageState: await context.storageState() })
  await page.getByRole('banner').getByRole('button', { name: 'Log out' }).click()
  await page.waitForURL('**/logged-out')
  const stolen = await thief.newPage()
  await stolen.goto(`${server.origin}/account`)
  await expect(stolen.getByText(/looking at the exposure/)).toBeVisible()
  await expect(stolen.getByRole('button', { name: 'Change password' })).toHaveCount(0)
  await thief.close()
})

test.describe(() => {
  // The browser itself prints a refused request.
  test.use({ expected: ['/api/auth/refresh'] })
  test('45 · theft seen by its victim: the browser is logged out and told why', async ({
    page,
    context,
    browser,
    quick,
  }) => {
    await signUp(page, quick.origin)
    const thief = await browser.newContext({ storageState: await context.storageState() })
    await expect(page.locator('[data-token=A1]')).toBeVisible()
    // The child is seen in use, and the leeway after that passes.
    await page.request.get(`${quick.origin}/api/me`)
    await page.waitForTimeout(1_200)
    const headers = { origin: quick.origin }
    const replay = await thief.request.post(`${quick.origin}/api/auth/refresh`, { data: {}, headers })
    expect((await replay.json()).code).toBe('refresh_reused')
    await expect(page.getByTestId('logged-out-here')).toBeVisible()
    await expect(page.getByTestId('logged-out-here')).toHaveAttribute('data-why', 'refresh_reused')
    await thief.close()
  })
})
