import { type Browser, chromium, type Page } from '@playwright/test'
import { isWhole } from '../../lib/prove/scale.ts'
import { tally } from '../../lib/prove/tally.ts'
import config from '../../playwright.config.ts'
import { newEmail, PASSWORD, registered } from '../support/client.ts'
import { expect, logIn, signUp, test, watch } from '../support/test.ts'
import { countFailures, curtain, expectUnharmed, refuseStorage, setClock, shownEmails, watchEmails } from './scenes.ts'

const counts = { scenarios: 0, expiries: 0, logouts: 0, violations: 0 }
countFailures(counts)
test.afterEach(() => void counts.scenarios++)
test.afterAll(() => tally('browser', counts))

const logOut = (page: Page) => page.getByRole('banner').getByRole('button', { name: 'Log out' }).click()

const KEPT = ['kept whole by the browser', ['--disable-back-forward-cache']] as const
for (const [how, ignoreDefaultArgs] of isWhole ? [KEPT, ['asked for again', []] as const] : [KEPT])
  test(`LO-02, LO-03: one person logs out, another logs in, and Back and Forward lead to pages of the first (${how}): they are never shown`, async ({
    server,
  }) => {
    const browser = await chromium.launch({ ...config.use!.launchOptions, ignoreDefaultArgs: [...ignoreDefaultArgs] })
    try {
      const context = await browser.newContext()
      const problems = watch(context, ['status of 401'])
      await watchEmails(context)
      const page = await context.newPage()
      const first = await signUp(page, server.origin)
      await page.goto(`${server.origin}/learn`)
      await page.goto(`${server.origin}/account`)
      await expect.poll(() => shownEmails(page), 'whoever watches sees it').toEqual([first])
      await page.evaluate(() => location.assign('/healthz'))
      await page.waitForURL('**/healthz')

      const other = await context.newPage()
      await other.goto(`${server.origin}/about`)
      await logOut(other)
      await other.waitForURL('**/logged-out')
      const second = await signUp(other, server.origin)
      await page.evaluate(() => sessionStorage.clear())
      for (const step of [-1, -1, -1, 1, 1]) {
        const moved = page.waitForEvent('framenavigated')
        await page.evaluate((delta) => void setTimeout(() => history.go(delta)), step)
        await moved
        await page.waitForLoadState('networkidle')
      }
      expect(await shownEmails(page)).toEqual([second])
      expect(await problems()).toEqual([])
    } finally {
      await browser.close()
    }
  })

test.describe(() => {
  // The browser itself prints a refused prefetch.
  test.use({ expected: ['status of 405'] })
  test('RT-13, LO-07, NX-08: nothing that is hovered, prefetched or prerendered rotates, logs out or brings a secret', async ({
    page,
    server,
  }) => {
    await signUp(page, server.origin)
    const written: string[] = []
    page.on('request', (request) => {
      if (!['GET', 'HEAD'].includes(request.method())) written.push(`${request.method()} ${request.url()}`)
    })
    for (const path of ['/account', '/learn', '/about']) {
      await page.goto(server.origin + path)
      for (const control of await page.locator('a[href^="/"]:visible, button:visible').all())
        await control.hover({ force: true })
    }
    // What an extension or a browser may do with any address that it finds in a page.
    const addresses = ['/api/auth/logout', '/api/auth/logout-everywhere', '/api/auth/refresh', '/account', '/resume']
    const fetched = Promise.all(
      addresses.map((path) => page.waitForResponse((response) => response.url() === server.origin + path)),
    )
    await page.evaluate((hrefs) => {
      for (const href of hrefs)
        document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href }))
    }, addresses)
    expect((await fetched).map((response) => response.status())).toEqual([405, 405, 405, 200, 307])
    expect(written).toEqual([])
    const { session } = await (await page.request.get(`${server.origin}/api/me`)).json()
    expect(session.generation, 'still logged in, and not renewed').toBe(0)
  })
})

test('RT-13, NX-10: a prefetch of a protected page whose access token has run out renews nothing: the renewal waits for a person', async ({
  server,
}) => {
  const { client } = await registered(server.origin)
  client.cookies.delete('__Host-access')
  const purposes: Record<string, string>[] = [
    { rsc: '1', 'next-router-prefetch': '1' },
    { purpose: 'prefetch', 'x-moz': 'prefetch' },
    { 'sec-purpose': 'prefetch;prerender' },
  ]
  for (const headers of purposes)
    for (const path of ['/account', '/resume?next=%2Faccount', '/', '/api/auth/refresh', '/api/auth/logout']) {
      const answer = await client.get(path, headers)
      expect(answer.headers.getSetCookie(), `${path} ${JSON.stringify(headers)}`).toEqual([])
    }
  expect((await client.post('/api/auth/refresh')).body.session.generation).toBe(1)
})

test.describe(() => {
  // The browser itself prints a refused request.
  test.use({ expected: ['status of 401'] })
  test('LO-11: a browser that keeps no cookies and no storage is told so, and nothing goes round in circles', async ({
    page,
    context,
    server,
  }) => {
    await refuseStorage(context)
    let documents = 0
    page.on('request', (request) => {
      if (request.isNavigationRequest()) documents++
    })
    const email = newEmail()
    await page.goto(`${server.origin}/signup`)
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Create the account' }).click()
    await expect(page.getByTestId('refusal')).toContainText('this browser did not keep the cookie')
    await page.goto(`${server.origin}/login`)
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()
    await expect(page.getByTestId('refusal')).toContainText('this browser did not keep the cookie')
    await page.goto(`${server.origin}/account`)
    await page.waitForURL('**/login?*')
    await expect(page.getByTestId('refusal')).toBeVisible()
    await page.waitForTimeout(1_000)
    expect(documents, 'signup, login, account, resume, login').toBeLessThanOrEqual(6)
  })
})

async function withWrongClock(browser: Browser, origins: { server: string; quick: string }, seconds: number) {
  const context = await browser.newContext()
  // The browser itself prints a refused request: on a busy machine one may come when its token has just run out.
  const problems = watch(context, ['status of 401'])
  await setClock(context, seconds)
  const page = await context.newPage()
  const clock = await page.evaluate(() => Date.now() / 1000)
  expect(Math.abs(clock - seconds - Date.now() / 1000), 'the clock is wrong').toBeLessThan(5)

  // Countdowns: five minutes, and long lives that nobody can wait for.
  await signUp(page, origins.server)
  const token = page.locator('[data-token=A0][data-state=active]')
  const text = async () => (await token.locator('.timer').textContent())!.replaceAll('\u202f', ' ')
  await expect.poll(text).toMatch(/^(\d min )?(\d+ s )?left$/)
  const [, minutes = '0', rest = '0'] = /^(?:(\d) min )?(?:(\d+) s )?left$/.exec(await text())!
  const left = Number(await token.getAttribute('data-exp')) - Date.now() / 1000
  expect(Math.abs(Number(minutes) * 60 + Number(rest) - left), 'seconds by which the countdown is off').toBeLessThan(2)

  // Renewals: each in its time, not one after another and not too late.
  let refreshes = 0
  page.on('request', (request) => {
    if (request.url().endsWith('/api/auth/refresh')) refreshes++
  })
  const email = await signUp(page, origins.quick)
  await expect(page.locator('[data-token=A2]')).toBeVisible({ timeout: 20_000 })
  const expiries = await expectUnharmed(origins.quick, page)
  expect(refreshes).toBeLessThanOrEqual(expiries + 1)

  // A login that cannot renew itself is over when the server says so, and is not called over before.
  await logIn(page, origins.quick, email, 'denylist')
  const end = Number(await page.locator('[data-token=A0]').getAttribute('data-exp'))
  await expect(curtain(page)).toHaveAttribute('data-why', 'ran_out', { timeout: 15_000 })
  expect(Math.abs(Date.now() / 1000 - end), 'seconds from its end').toBeLessThan(2)
  expect(await problems()).toEqual([])
  await context.close()
  return expiries
}

test('a browser whose clock is an hour fast or slow: its countdowns are right, it renews in time, and it is logged out when its token ends', async ({
  browser,
  server,
  quick,
}) => {
  test.skip(!isWhole, 'npm run prove')
  const origins = { server: server.origin, quick: quick.origin }
  const expiries = await Promise.all([3600, -3600].map((seconds) => withWrongClock(browser, origins, seconds)))
  counts.expiries += expiries[0]! + expiries[1]!
})
