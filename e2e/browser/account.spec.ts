import Database from 'better-sqlite3'
import { claimsOf } from '../../lib/auth/testing.ts'
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

test('28, 29 · RV-17: the devices list: exactly one current, ending another one works, and the row says what happened', async ({
  page,
  context,
  server,
}) => {
  const email = await signUp(page, server.origin)
  const other = await loggedIn(server.origin, email)
  const third = await loggedIn(server.origin, email)
  await expect(page.getByTestId('session-row')).toHaveCount(3)
  const current = page.locator('[data-testid=session-row][data-current=true]')
  await expect(current).toHaveCount(1)
  await expect(page.getByText('This device', { exact: true })).toHaveCount(1)
  await expect(current.getByText('This device', { exact: true })).toBeVisible()
  const access = (await context.cookies()).find(({ name }) => name === '__Host-access')!
  await expect(current).toHaveAttribute('data-sid', claimsOf(access.value).sid)

  await page
    .locator(`[data-sid="${claimsOf(other.accessToken).sid}"]`)
    .getByRole('button', { name: /Log out/ })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Log out' }).click()
  await expect(page.getByTestId('session-row')).toHaveCount(2)
  expect((await other.get('/api/me')).status).toBe(401)
  expect((await third.get('/api/me')).status, 'another device').toBe(200)
  expect((await page.request.get(`${server.origin}/api/me`)).status(), 'this one').toBe(200)

  await page
    .locator('[data-testid=session-row][data-current=false]')
    .getByRole('button', { name: /Log out/ })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Log out' }).click()
  await expect(page.getByTestId('session-row')).toHaveCount(1)
  await expect(page.getByText('Only this device is logged in.')).toBeVisible()
})

test('a login that the page heard of while it was asking for the list is not taken back by the older answer', async ({
  page,
  server,
}) => {
  const email = await signUp(page, server.origin)
  const other = await loggedIn(server.origin, email)
  await expect(page.getByTestId('session-row')).toHaveCount(2)
  // The question after an ending: its answer is made now, and delivered later.
  let deliver = () => {}
  const made = new Promise<void>((answered) =>
    page.route('**/api/auth/sessions', async (route) => {
      const response = await route.fetch()
      answered()
      await new Promise<void>((resolve) => {
        deliver = resolve
      })
      await route.fulfill({ response })
    }),
  )
  await page
    .locator(`[data-sid="${claimsOf(other.accessToken).sid}"]`)
    .getByRole('button', { name: /Log out/ })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Log out' }).click()
  await made
  await loggedIn(server.origin, email)
  await expect(page.getByTestId('session-row')).toHaveCount(2)
  const delivered = page.waitForResponse('**/api/auth/sessions')
  deliver()
  await (await delivered).finished()
  // Two frames: the answer has been read and drawn.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  await expect(page.getByTestId('session-row')).toHaveCount(2)
})

test('30 · log out n other devices: n is the number shown, and this one stays in', async ({ page, server }) => {
  const email = await signUp(page, server.origin)
  const others = [await loggedIn(server.origin, email), await loggedIn(server.origin, email)]
  await page.getByRole('button', { name: 'Log out 2 other devices' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Log out 2 other devices' }).click()
  await expect(page.getByTestId('done')).toContainText('2 other devices')
  for (const other of others) expect((await other.get('/api/me')).status).toBe(401)
  await expect(page.getByTestId('session-row')).toHaveCount(1)
  expect((await page.request.get(`${server.origin}/api/me`)).status(), 'this one').toBe(200)
})

test.describe(() => {
  // The browser itself prints a refused request.
  test.use({ expected: ['/api/auth/sessions/'] })
  test('34 · a store that cannot be written: the row stays, the page says that it is still logged in there, and a second try works', async ({
    page,
    server,
  }) => {
    const email = await signUp(page, server.origin)
    const other = await loggedIn(server.origin, email)
    const row = page.locator(`[data-testid=session-row][data-sid="${claimsOf(other.accessToken).sid}"]`)
    await expect(row).toBeVisible()
    // Whatever the list shows on the way, also for a moment.
    await row.evaluate((element) => {
      const said: string[] = []
      Object.assign(window, { said })
      new MutationObserver(() => said.push(element.isConnected ? element.textContent! : 'gone')).observe(
        document.body,
        {
          subtree: true,
          childList: true,
          characterData: true,
        },
      )
    })
    const end = async () => {
      await row.getByRole('button', { name: /Log out/ }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Log out' }).click()
    }
    // Another process holds the write lock for longer than the server waits.
    const blocker = new Database(server.env.DATABASE_URL!.slice('file:'.length))
    blocker.exec('BEGIN IMMEDIATE')
    try {
      await end()
      await expect(row.getByRole('alert')).toContainText('Still logged in there.', { timeout: 20_000 })
      await expect(row.getByRole('button', { name: /Log out/ })).toBeVisible()
      await expect(page.getByTestId('ended-row')).toHaveCount(0)
      expect((await other.get('/api/me')).status, 'it is').toBe(200)
    } finally {
      blocker.exec('ROLLBACK')
      blocker.close()
    }
    const said = await page.evaluate(() => (window as unknown as { said: string[] }).said)
    expect(said.some((text) => text.includes('Ending…'))).toBe(true)
    expect(said.filter((text) => text === 'gone' || /Ended|is logged out/.test(text))).toEqual([])
    await end()
    await expect(row).toHaveCount(0)
    await expect(page.getByTestId('ended-row')).toHaveCount(1)
    expect((await other.get('/api/me')).status).toBe(401)
  })
})

test.describe(() => {
  test.use({ expected: ['404'] })
  test('36 · LO-08: on every page, at any width, whoever is logged in sees Log out without opening anything', async ({
    page,
    server,
  }) => {
    test.setTimeout(120_000)
    await signUp(page, server.origin)
    for (const path of [
      '/account',
      '/',
      '/learn',
      '/learn/forget',
      '/learn/theft',
      '/lab',
      '/compare',
      '/inspect',
      '/check',
      '/source',
      '/about',
      '/results/none',
    ]) {
      await page.goto(server.origin + path)
      for (const [width, height] of [
        [1280, 720],
        [390, 844],
        [320, 640],
      ] as const) {
        await page.setViewportSize({ width, height })
        const logOut = page.getByRole('banner').getByRole('button', { name: 'Log out' })
        await expect(logOut, `${path} at ${width} px`).toBeInViewport({ ratio: 1 })
        expect(
          await logOut.evaluate((button) => button.closest('details, dialog, [popover], [role=menu]')),
          path,
        ).toBeNull()
      }
    }
  })
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
    expect((await page.request.get(`${server.origin}/api/me`)).status(), 'this one').toBe(200)
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
  test('45 · AU-07: theft seen by its victim: the browser is logged out and told why', async ({
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
