import { chromium, type Page } from '@playwright/test'
import config from '../../playwright.config.ts'
import { loggedIn } from '../support/client.ts'
import { expect, logIn, signUp, test, watch } from '../support/test.ts'

const REFUSED = 'the server responded with a status of 401'
const logOut = (page: Page) => page.getByRole('banner').getByRole('button', { name: 'Log out' }).click()

test('39 · LO-02: after a logout, Back and Forward never show account data', async ({ page, server }) => {
  const email = await signUp(page, server.origin)
  await page.goto(`${server.origin}/about`)
  await page.goto(`${server.origin}/account`)
  await logOut(page)
  await page.waitForURL('**/logged-out')
  for (const step of [-1, -1, 1, 1, -1]) {
    const moved = page.waitForEvent('framenavigated')
    await page.evaluate((delta) => void setTimeout(() => history.go(delta)), step)
    await moved
    // A protected page leads on to /resume, and that to /login.
    await page.waitForFunction(
      () => !/^\/(account|resume)/.test(location.pathname) && document.readyState === 'complete',
    )
    await expect(page.getByText(email)).toHaveCount(0)
    await expect(page.getByTestId('session-row')).toHaveCount(0)
  }
})

test('39 · LO-03: a page that the browser kept whole for Back is emptied before it is shown', async ({ server }) => {
  const { launchOptions } = config.use!
  const browser = await chromium.launch({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] })
  try {
    const context = await browser.newContext()
    const problems = watch(context)
    await context.addInitScript(() => {
      window.addEventListener('pageshow', ({ persisted }) => {
        if (persisted) sessionStorage.setItem('persisted', String(document.body.textContent))
      })
    })
    const page = await context.newPage()
    const email = await signUp(page, server.origin)
    await page.evaluate(() => location.assign('/healthz'))
    await page.waitForURL('**/healthz')
    const other = await context.newPage()
    await other.goto(`${server.origin}/about`)
    await logOut(other)
    await other.waitForURL('**/logged-out')
    await page.evaluate(() => history.back())
    await page.waitForURL('**/login?*')
    const shown = await page.evaluate(() => sessionStorage.getItem('persisted'))
    test.info().annotations.push({
      type: 'persisted',
      description: shown === null ? 'not kept by the browser' : 'kept, and emptied',
    })
    expect(shown ?? '').not.toContain(email)
    await expect(page.getByText(email)).toHaveCount(0)
    expect(await problems()).toEqual([])
  } finally {
    await browser.close()
  }
})

test('31, 41 · RV-18, LO-04: a second browser flips within two seconds of Log out everywhere, by its stream, which the server closes', async ({
  browser,
  page,
  server,
}) => {
  const email = await signUp(page, server.origin)
  const elsewhere = await browser.newContext()
  const problems = watch(elsewhere, [REFUSED])
  const second = await elsewhere.newPage()
  await logIn(second, server.origin, email)
  await expect(second.getByTestId('session-row')).toHaveCount(2)
  const stream = second.waitForEvent('requestfinished', (request) => request.url().endsWith('/api/events'))
  await second.waitForTimeout(500)
  // What each of the two held, in the hands of somebody else.
  const copies = await Promise.all(
    [page, second].map(async (one) => browser.newContext({ storageState: await one.context().storageState() })),
  )
  for (const copy of copies) expect((await copy.request.get(`${server.origin}/api/me`)).status()).toBe(200)

  await page.getByRole('button', { name: 'Log out everywhere' }).click()
  const answered = page.waitForResponse((response) => response.url().endsWith('/logout-everywhere'))
  await page.getByRole('dialog').getByRole('button', { name: 'Log out everywhere' }).click()
  await answered
  const started = Date.now()
  await expect(second.getByTestId('logged-out-here')).toBeVisible()
  expect(Date.now() - started).toBeLessThan(2_000)
  await stream
  expect(await second.content()).not.toContain(email)
  await page.waitForURL('**/logged-out')
  for (const copy of copies) {
    expect((await copy.request.get(`${server.origin}/api/me`)).status()).toBe(401)
    await copy.close()
  }
  expect(await problems()).toEqual([])
  await elsewhere.close()
})

test('41 · LO-04: where no stream gets through, the second browser flips at its next request', async ({
  browser,
  page,
  server,
}) => {
  const email = await signUp(page, server.origin)
  const elsewhere = await browser.newContext()
  const problems = watch(elsewhere, [REFUSED, 'net::ERR_FAILED'])
  await elsewhere.route('**/api/events', (route) => route.abort())
  const second = await elsewhere.newPage()
  await logIn(second, server.origin, email)
  await expect(second.getByTestId('session-row')).toHaveCount(2)
  await page.getByRole('button', { name: 'Log out everywhere' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Log out everywhere' }).click()
  await page.waitForURL('**/logged-out')

  await second
    .locator('[data-testid=session-row][data-current=false]')
    .getByRole('button', { name: /Log out/ })
    .click()
  await second.getByRole('dialog').getByRole('button', { name: 'Log out' }).click()
  await expect(second.getByTestId('logged-out-here')).toBeVisible()
  expect(await second.content()).not.toContain(email)
  expect(await problems()).toEqual([])
  await elsewhere.close()
})

test.describe(() => {
  // Whatever the page had under way when somebody else ended its session is refused, and the browser itself prints that.
  test.use({ expected: [REFUSED] })
  test('RV-18: a session that another process ends flips too: the stream looks at the database', async ({
    page,
    server,
  }) => {
    const twin = await server.twin()
    try {
      const email = await signUp(page, server.origin)
      await expect(page.getByTestId('session-row')).toHaveCount(1)
      const other = await loggedIn(server.origin, email)
      const answer = await other.copy(twin.origin).post('/api/auth/logout-everywhere', {}, { origin: server.origin })
      expect(answer.status).toBe(200)
      const started = Date.now()
      await expect(page.getByTestId('logged-out-here')).toBeVisible()
      expect(Date.now() - started).toBeLessThan(2_000)
    } finally {
      await twin.stop()
    }
  })
})

test('CK-03: the receipt page says what was ended and what a copy could still do', async ({ browser, server }) => {
  for (const [strategy, access] of [
    ['client-side', 'lives'],
    ['denylist', 'denied'],
    ['rotation', 'lives'],
    ['combined', 'denied'],
  ] as const) {
    const context = await browser.newContext()
    const page = await context.newPage()
    const email = await signUp(page, server.origin)
    await logIn(page, server.origin, email, strategy)
    const thief = await browser.newContext({ storageState: await context.storageState() })
    await logOut(page)
    await page.waitForURL('**/logged-out')
    await expect(page.getByTestId('receipt')).toHaveAttribute('data-access', access)
    expect(
      (await context.cookies()).filter(({ name }) => /access|refresh|holder/.test(name)),
      'the jar',
    ).toEqual([])
    const replay = await thief.request.get(`${server.origin}/api/me`)
    expect(replay.status(), `${strategy}: what a replay finds`).toBe(access === 'lives' ? 200 : 401)
    await thief.close()
    await context.close()
  }
})

test.describe(() => {
  test.use({ expected: ['net::ERR_FAILED'] })
  test('LO-06: a server that cannot be reached: nothing is claimed, and a second try works', async ({
    page,
    context,
    server,
  }) => {
    await signUp(page, server.origin)
    await page.route('**/api/auth/logout', (route) => route.abort())
    await logOut(page)
    await expect(page.getByText('The server did not hear it').or(page.getByRole('alert')).first()).toBeVisible()
    await expect(page).toHaveURL(/account/)
    await page.unroute('**/api/auth/logout')
    await logOut(page)
    await page.waitForURL('**/logged-out')
    expect((await context.cookies()).some(({ name }) => name === '__Host-access')).toBe(false)
  })
})
