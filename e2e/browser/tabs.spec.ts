import type { Page } from '@playwright/test'
import { FULL, ONLY_FULL } from '../support/full.ts'
import { expect, signUp, test } from '../support/test.ts'

const curtain = (page: Page) => page.getByTestId('logged-out-here')

const EXPIRIES = FULL ? 10 : 3

test(`40 · RT-14: five tabs of one browser crossing ${EXPIRIES} expiries: as many rotations, no logout, no reuse alarm`, async ({
  context,
  quick,
}) => {
  test.setTimeout(120_000)
  const first = await context.newPage()
  await signUp(first, quick.origin)
  const tabs = [first]
  for (let i = 1; i < 5; i++) {
    tabs.push(await context.newPage())
    await tabs[i]!.goto(`${quick.origin}/account`)
  }
  const generation = async () => (await (await first.request.get(`${quick.origin}/api/me`)).json()).session?.generation
  // Asked while a token is running out, the answer may be a refusal.
  await expect.poll(generation).toBeDefined()
  const before = await generation()
  await expect.poll(generation, { timeout: 90_000, intervals: [250] }).toBeGreaterThanOrEqual(before + EXPIRIES)

  const { activity } = await (await first.request.get(`${quick.origin}/api/auth/activity`)).json()
  const kinds = (kind: string) => activity.filter((one: { kind: string }) => one.kind === kind)
  const times = kinds('refreshed').map(({ at }: { at: number }) => at)
  expect(kinds('refreshed').at(-1).generation, 'one rotation for each generation').toBe(times.length)
  for (let i = 1; i < times.length; i++)
    expect(times[i] - times[i - 1], 'one rotation for each expiry').toBeGreaterThan(2)
  for (const alarm of ['refresh_reused', 'refresh_shadowed', 'session_ended']) expect(kinds(alarm)).toEqual([])
  for (const tab of tabs) await expect(curtain(tab)).toHaveCount(0)
})

test.describe(() => {
  // The browser itself prints a refused request: of ten tabs on a busy machine one may ask while its token runs out.
  test.use({ expected: ['status of 401'] })
  test.skip(!FULL, ONLY_FULL)
  test('40 · ten tabs reach an expiry together: one renews for all of them, and no alarm', async ({
    context,
    quick,
  }) => {
    test.setTimeout(120_000)
    const first = await context.newPage()
    await signUp(first, quick.origin)
    const tabs = [first]
    for (let i = 1; i < 10; i++) {
      tabs.push(await context.newPage())
      await tabs[i]!.goto(`${quick.origin}/account`)
    }
    const generations: number[] = []
    context.on('response', (response) => {
      if (!response.url().endsWith('/api/auth/refresh')) return
      // One that comes when the test is over is read by nobody.
      response.json().then(
        ({ session }) => generations.push(session.generation),
        () => {},
      )
    })
    await expect.poll(() => generations.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(3)
    const made = [...new Set(generations)]
    expect(made, 'no generation is left out, none is made later').toEqual(made.map((_, i) => made[0]! + i))
    // Of ten, one that a busy machine woke late may ask, and is told that all is fresh.
    expect(generations.length - made.length, 'calls that renewed nothing').toBeLessThanOrEqual(made.length)
    const { activity } = await (await first.request.get(`${quick.origin}/api/auth/activity`)).json()
    const kinds = activity.map(({ kind }: { kind: string }) => kind)
    for (const alarm of ['replayed', 'refresh_reused', 'refresh_shadowed', 'session_ended'])
      expect(kinds).not.toContain(alarm)
    for (const tab of tabs) await expect(curtain(tab)).toHaveCount(0)
  })
})

test('one browser has one event stream, however many tabs it has', async ({ context, server }) => {
  let streams = 0
  context.on('request', (request) => {
    if (request.url().endsWith('/api/events')) streams++
  })
  const first = await context.newPage()
  await signUp(first, server.origin)
  await expect.poll(() => streams).toBeGreaterThan(0)
  const opened = streams
  for (let i = 0; i < 3; i++) {
    const tab = await context.newPage()
    await tab.goto(`${server.origin}/account`)
    await expect(tab.getByTestId('session-row')).toHaveCount(1)
  }
  expect(streams).toBe(opened)
})

test('37, 38 · LO-04: logging out in one tab takes the private data out of the other within 500 ms, before it asks anything', async ({
  context,
  server,
}) => {
  const [one, two] = [await context.newPage(), await context.newPage()]
  const email = await signUp(one, server.origin)
  await two.goto(`${server.origin}/account`)
  const sid = await two.locator('[data-current=true]').getAttribute('data-sid')
  await expect(two.getByText(email).first()).toBeVisible()
  const asked: string[] = []
  two.on('request', (request) => asked.push(request.url()))
  await two.evaluate(() => {
    new MutationObserver(() => {
      if (document.querySelector('[data-testid=logged-out-here]'))
        Object.assign(window, { shownAt: (window as never as { shownAt?: number }).shownAt ?? Date.now() })
    }).observe(document.documentElement, { childList: true, subtree: true })
  })

  const answered = one.waitForResponse((response) => response.url().endsWith('/api/auth/logout')).then(() => Date.now())
  await one.getByRole('banner').getByRole('button', { name: 'Log out' }).click()
  await expect(curtain(two)).toBeVisible()
  const shownAt = await two.evaluate(() => (window as never as { shownAt: number }).shownAt)
  expect(shownAt - (await answered)).toBeLessThan(500)
  expect(asked, 'requests of the other tab').toEqual([])
  const html = await two.content()
  for (const secret of [email, sid!, sid!.slice(0, 8)]) expect(html).not.toContain(secret)
  await one.waitForURL('**/logged-out')
})

test('a login in another tab is offered, not swapped in', async ({ context, server }) => {
  const [one, two] = [await context.newPage(), await context.newPage()]
  await signUp(one, server.origin)
  await two.goto(`${server.origin}/account`)
  await one.getByRole('banner').getByRole('button', { name: 'Log out' }).click()
  await expect(curtain(two)).toBeVisible()
  await one.waitForURL('**/logged-out')
  const other = await signUp(one, server.origin)
  await two.getByRole('button', { name: 'Continue' }).click()
  await expect(two.getByRole('main').getByText(other)).toBeVisible()
})

test('NX-10: a tab whose access token is gone renews once and stays where it was', async ({
  page,
  context,
  server,
}) => {
  await signUp(page, server.origin)
  await page.goto('about:blank')
  await context.clearCookies({ name: '__Host-access' })
  await page.goto(`${server.origin}/account`)
  await page.waitForURL(`${server.origin}/account`)
  await expect(page.locator('[data-token=A1]')).toBeVisible()
})

test('LO-11: a browser that did not keep the new cookie is told so, once: no circle of reloads', async ({
  page,
  context,
  server,
}) => {
  await signUp(page, server.origin)
  await page.request.post(`${server.origin}/api/auth/refresh`, { data: {}, headers: { origin: server.origin } })
  await page.goto('about:blank')
  await context.clearCookies({ name: '__Host-access' })
  let documents = 0
  page.on('request', (request) => {
    if (request.isNavigationRequest()) documents++
  })
  await page.goto(`${server.origin}/account`)
  await expect(page.getByText('The page asked for it again at once.')).toBeVisible()
  expect(documents).toBeLessThan(8)
})

test('a page rendered logged out, in a browser whose login can be renewed, comes back logged in', async ({
  page,
  context,
  server,
}) => {
  const email = await signUp(page, server.origin)
  await page.goto('about:blank')
  await context.clearCookies({ name: '__Host-access' })
  await page.goto(`${server.origin}/about`)
  await expect(page.getByTestId('session-chip')).toContainText(email)
})
