import type { Page } from '@playwright/test'
import { claimsOf } from '../support/lab.ts'
import { endOf, exposureMeasured, replaysOf } from '../support/lab-facts.ts'
import { expect, expectTable, justRun, labOf, openChapter, test, until } from '../support/lab-page.ts'

/** A life that no delay of the machine outlasts: what ends a copy here is the denial. */
async function run(page: Page): Promise<string> {
  await openChapter(page, 'everywhere')
  await labOf(page).getByLabel('An access token lives').selectOption('10')
  await page.getByLabel('The attacker tries every').selectOption('0.25')
  const id = await justRun(page)
  await expect(page.getByTestId('session-row')).toHaveCount(3)
  // Every copy has worked.
  await expect(page.getByTestId('result-grid').getByText('200 ok')).toHaveCount(3)
  return id
}

const states = (page: Page) =>
  page.getByTestId('session-row').evaluateAll((rows) => rows.map((row) => /open|ended/.exec(row.textContent!)![0]))
/** The session that this browser's cookie names. */
async function sidOf(page: Page, id: string): Promise<string | null> {
  const cookie = (await page.context().cookies()).find(({ name }) => name === `__Host-lab-${id.slice(0, 8)}`)
  return cookie ? claimsOf(cookie.value).sid : null
}

test('28, 30, 31 · one row is this browser; the others go and it stays; everywhere, and all three are out', async ({
  page,
  labDatabase,
}) => {
  const id = await run(page)
  const rows = page.getByTestId('session-row')
  const cells = page.getByTestId('result-row')

  await test.step('28 · the badge', async () => {
    const sid = await sidOf(page, id)
    for (const list of [rows, cells]) {
      const current = list.and(page.locator('[data-current=true]'))
      await expect(current).toHaveCount(1)
      await expect(current).toHaveAttribute('data-sid', sid!)
      await expect(current).toContainText('this browser')
    }
    await expect(rows.getByText('this browser', { exact: true })).toHaveCount(1)
    const sids = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-sid')))
    expect(sids.toSorted()).toEqual(
      labDatabase
        .sessions(id)
        .map((one) => one.id as string)
        .toSorted(),
    )
    expect(await states(page)).toEqual(['open', 'open', 'open'])
  })

  await test.step('30 · the others', async () => {
    await page.getByTestId('log-out-others').click()
    await expect.poll(() => states(page)).toEqual(['open', 'ended', 'ended'])
    await page.getByTestId('use-it').click()
    await expect(page.getByTestId('last-answer')).toContainText('GET /me 200')
    await expect(page.locator('[data-logged-in]')).toHaveAttribute('data-logged-in', 'true')
    expect(
      labDatabase
        .sessions(id)
        .map(({ revoked_reason }) => revoked_reason)
        .toSorted(),
    ).toEqual([null, 'logged_out_others', 'logged_out_others'].toSorted())
    // 29: whoever was ended is refused at its next request.
    const events = labDatabase.events(id)
    for (const n of [2, 3])
      await expect
        .poll(() =>
          labDatabase.events(id).find((one) => one.actor === 'device' && one.session === n && one.t > endOf(events, n)),
        )
        .toMatchObject({ status: 401, reason: expect.stringMatching(/^(denied_session|session_revoked)$/) })
  })

  await test.step('31 · everywhere, including here', async () => {
    await page.getByTestId('log-out-everywhere').click()
    await until(page, 'settled')
    expect(await states(page)).toEqual(['ended', 'ended', 'ended'])
    expect(await sidOf(page, id)).toBeNull()
    await page.getByTestId('use-it').click()
    await expect(page.getByTestId('last-answer')).toContainText('GET /me 401')
    const events = labDatabase.events(id)
    for (const n of [1, 2, 3]) {
      const { min, max } = exposureMeasured(events, n)
      expect(min, `device ${n}`).toBe(0)
      const bound = (max / 1000).toFixed(2)
      const last = replaysOf(events, n).at(-1)!
      const row = cells.nth(n - 1)
      await expect(row.locator('td').nth(0)).toHaveText(`Access copy: ${last.status} ${last.reason}`)
      await expect(row.locator('td').nth(1)).toHaveText('Refresh copy: 401 session_revoked')
      await expect(row.locator('td').nth(2)).toHaveText(`Still in: 0\u202fs (between 0 and ${bound})`)
    }
    await expect(page.getByTestId('result-grid').locator('[data-outcome=leak]')).toHaveCount(0)
    await expectTable(page, () => labDatabase.events(id))
  })

  await test.step('whoever is out is not told otherwise', async () => {
    await expect(page.getByTestId('log-out-everywhere')).toHaveAttribute('aria-disabled', 'true')
    await page.getByTestId('log-out').click()
    await expect(page.getByTestId('last-answer')).toContainText('POST /logout 200')
    await expect(page.getByTestId('lab-problem')).toHaveCount(0)
  })
})

test('29 · this device logs out: its next request is 401, and the other two still get 200', async ({
  page,
  labDatabase,
}) => {
  const id = await run(page)
  await page.getByTestId('log-out').click()
  await until(page, 'logged_out')
  await page.getByTestId('use-it').click()
  await expect(page.getByTestId('last-answer')).toContainText('GET /me 401')
  await expect.poll(() => states(page)).toEqual(['ended', 'open', 'open'])
  const t0 = endOf(labDatabase.events(id), 1)
  const grid = page.getByTestId('result-row')
  for (const n of [2, 3]) {
    const own = () => labDatabase.events(id).filter(({ session, t }) => session === n && t > t0)
    await expect.poll(() => own().filter(({ actor }) => actor === 'device').length).toBeGreaterThan(1)
    for (const { status } of own().filter(({ kind }) => kind === 'used' || kind === 'replayed'))
      expect(status).toBe(200)
    await expect(
      grid
        .nth(n - 1)
        .locator('td')
        .nth(0),
    ).toHaveText('Access copy: 200 ok')
    await expect(
      grid
        .nth(n - 1)
        .locator('td')
        .nth(2),
    ).toHaveText('Still in: not ended')
  }
  await expect(grid.nth(0).locator('td').nth(0)).toHaveText(/Access copy: 401 denied_session/)
  await page.getByTestId('stop').click()
  await until(page, 'stopped')
  await expectTable(page, () => labDatabase.events(id))
})
