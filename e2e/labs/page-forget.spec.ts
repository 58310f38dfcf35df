import type { Page } from '@playwright/test'
import { claimsOf } from '../support/lab.ts'
import { endOf, exposureMeasured, isLeak, replaysOf } from '../support/lab-facts.ts'
import {
  expect,
  expectBars,
  expectTable,
  exposureOn,
  labOf,
  leakColoursElsewhere,
  openChapter,
  rowsOn,
  runIdOf,
  statusOf,
  test,
  until,
} from '../support/lab-page.ts'
import { watch } from '../support/test.ts'

// One reader, one run: from the guess to the proof.
test.describe.configure({ mode: 'serial' })

let page: Page
let problems: () => Promise<string[]>
let id = ''
let token = ''
let command = ''

test.beforeAll(async ({ browser, labServer }) => {
  const context = await browser.newContext({ baseURL: labServer.origin, colorScheme: 'light' })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  problems = watch(context, ['status of 401'])
  page = await context.newPage()
})
test.afterAll(async () => {
  await page.context().close()
})

/** What curl gets, between two equal readings of what the pane says of the newest request. */
async function curlAndPane(): Promise<{ curl: number; pane: number }> {
  const newest = page.getByTestId('actor-attacker').locator('li strong').first()
  for (;;) {
    const before = Number(await newest.textContent())
    const curl = await statusOf(command)
    if (Number(await newest.textContent()) === before) return { curl, pane: before }
  }
}

test('59 · a guess is locked when the run starts: nothing on the page can change it, and a reload brings it back', async ({
  labDatabase,
}) => {
  await openChapter(page, 'forget')
  await page.getByLabel('An access token lives').selectOption('10')
  await page.getByLabel('The attacker tries every').selectOption('0.25')
  await page.getByTestId('lock-guess').click()
  await expect(page.getByRole('alert').filter({ hasText: 'Choose one, or skip the guess.' })).toBeVisible()
  await page.getByLabel('It works until it expires').check()
  await page.getByLabel(/^For how many seconds/).fill('3')
  await page.getByTestId('lock-guess').click()
  await until(page, 'live')
  id = await runIdOf(page)
  const card = page.getByTestId('predict-card')
  const locked = async () => {
    await expect(card).toHaveAttribute('data-locked')
    await expect(card).toHaveText('Your guess, locked: it works until it expires, 3\u202fs.')
    await expect(card.locator('input, button, select')).toHaveCount(0)
  }
  await locked()
  await page.reload()
  await until(page, 'live')
  await locked()
  expect(await runIdOf(page)).toBe(id)
  expect(JSON.parse(labDatabase.run(id).guess as string)).toEqual({ outcome: 'until_expiry', seconds: 3, check: null })
})

test('17, 10 · a script in the page reads nothing of an HttpOnly cookie; whoever has the copy gets what the attacker gets', async () => {
  await page.getByTestId('use-it').click()
  await expect(page.getByTestId('last-answer')).toContainText('GET /me 200')
  const cookie = (await page.context().cookies()).find(({ name }) => name === `__Host-lab-${id.slice(0, 8)}`)!
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax' })
  token = cookie.value
  await page.getByTestId('read-like-xss').click()
  await expect(page.getByTestId('xss-result')).toHaveText('""')
  expect(await page.evaluate(() => [document.cookie, JSON.stringify({ ...localStorage, ...sessionStorage })])).toEqual([
    '',
    expect.not.stringContaining(token),
  ])
  expect(await page.content(), 'nor does it stand in the page').not.toContain(token)

  await page.getByTestId('curl').click()
  await expect(page.getByTestId('curl-command')).toContainText(token)
  command = await page.evaluate(() => navigator.clipboard.readText())
  expect(command).toBe(await page.getByTestId('curl-command').textContent())
  expect(await curlAndPane()).toEqual({ curl: 200, pane: 200 })
  expect(await expectBars(page)).toContain('active')
  expect(await leakColoursElsewhere(page)).toEqual([])
})

test('15 · after Log out the cookies are gone, the server pane is empty, and no store has a word about the token', async ({
  labDatabase,
}) => {
  await page.getByTestId('log-out').click()
  await until(page, 'logged_out')
  const left = (await page.context().cookies()).filter(({ name }) => name.includes('lab'))
  expect(left).toEqual([])
  await expect(page.getByTestId('server-empty')).toHaveText(
    'Nothing. The server keeps no record of this token. That is the point, and the problem.',
  )
  await expect(page.getByTestId('actor-you').locator('[data-logged-in]')).toHaveAttribute('data-logged-in', 'false')
  expect(labDatabase.denials(id)).toEqual([])
  // The inspector's notebook, kept so that the page can show the token: nothing decides by it.
  for (const { table, text } of labDatabase.dump(['lab_tokens'])) {
    expect(text, table).not.toContain(token)
    expect(text, table).not.toContain(claimsOf(token).jti)
  }
  await page.getByTestId('use-it').click()
  await expect(page.getByTestId('last-answer'), 'your screen says logged out').toContainText('GET /me 401')
})

test('10, 16 · the copy works on: curl and the pane both say 200, until the token expires by itself', async ({
  labDatabase,
}) => {
  await expect(page.getByTestId('actor-attacker').locator('[data-token=A1]')).toHaveAttribute('data-state', 'leak')
  expect(await curlAndPane()).toEqual({ curl: 200, pane: 200 })
  expect(await expectBars(page)).toEqual(expect.arrayContaining(['leak', 'dropped']))
  expect(await leakColoursElsewhere(page), '69: only where somebody got in').toEqual([])

  await until(page, 'settled')
  const events = labDatabase.events(id)
  const { min, max } = await exposureOn(page)
  expect({ min, max }).toEqual(exposureMeasured(events, 1))
  const exp = Number(await page.getByTestId('actor-attacker').locator('[data-token=A1]').getAttribute('data-exp'))
  expect(exp).toBe(claimsOf(token).exp)
  const promised = (exp - (labDatabase.run(id).started_at as number)) * 1000 - endOf(events, 1)
  expect(Math.abs(min - promised)).toBeLessThanOrEqual(1000 + 250)
  const refused = replaysOf(events, 1).filter((event) => !isLeak(event))
  expect(refused.length).toBeGreaterThanOrEqual(3)
  expect(new Set(refused.map(({ reason }) => reason))).toEqual(new Set(['expired']))
})

test('8, 64 · the table has every event of the database, in order and no other, and so has the drawing', async ({
  labDatabase,
}) => {
  await expectTable(page, () => labDatabase.events(id))
  const rows = await rowsOn(page)
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, at) => at + 1))
  const lanes = await page.locator('.lane').evaluateAll((all) =>
    all.map((lane) =>
      [...lane.querySelectorAll('[data-mark]')].map((mark) => ({
        seq: Number(mark.getAttribute('data-mark')),
        x: mark.getBoundingClientRect().x,
      })),
    ),
  )
  for (const lane of lanes) expect(lane.map(({ x }) => x)).toEqual(lane.map(({ x }) => x).toSorted((a, b) => a - b))
  const drawn = lanes.flatMap((lane) => lane.map(({ seq }) => seq)).toSorted((one, other) => one - other)
  expect(drawn).toEqual(rows.filter(({ marked }) => marked).map(({ seq }) => seq))
})

test('10, 8 · once it has expired curl and the pane both say 401, and what is tried after the end is in the table too', async ({
  labDatabase,
}) => {
  expect(await curlAndPane()).toEqual({ curl: 401, pane: 401 })
  await page.getByTestId('replay-once').click()
  await expectTable(page, () => labDatabase.events(id))
  const rows = await rowsOn(page)
  expect(rows.slice(-2).map(({ status, reason, who }) => [status, reason, who])).toEqual([
    [401, 'expired', 'Attacker'],
    [401, 'expired', 'Attacker'],
  ])
})

test('59 · the verdict says what was guessed, what came of it, and the measured number', async () => {
  const verdict = page.getByTestId('verdict')
  await expect(verdict).toHaveAttribute('data-verdict', 'right')
  await expect(verdict).toContainText('You said: it works until it expires, 3\u202fs.')
  await expect(verdict).toContainText('You were right.')
  const { min, max } = await exposureOn(page)
  const bound = (value: number) => (value / 1000).toFixed(2)
  await expect(verdict).toContainText(`(between ${bound(min)} and ${bound(max)})`)
  await expect(verdict).toContainText(/Your seconds were [\d.]+\u202fs too few\./)
})

test('68, 69 · a bar is a pattern, an icon and a word, and the colour of a leak is where somebody got in and nowhere else', async () => {
  expect(await expectBars(page)).toContain('expired')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await page.locator('.band[data-outcome=leak]').count(), 'somebody did').toBe(1)
    expect(await leakColoursElsewhere(page), colorScheme).toEqual([])
  }
})

test('18 · the server says what was proved: it survives a reload and an emptied storage, and nobody else has it', async ({
  labDatabase,
  browser,
  labServer,
}) => {
  const proof = page.locator('[data-proof=copy-works]')
  await page.goto('/learn')
  await expect(proof).toHaveAttribute('data-proved', 'true')
  await page.evaluate(() => localStorage.clear())
  await page.reload()
  await expect(proof).toHaveAttribute('data-proved', 'true')
  expect(labDatabase.rows('select name from lab_proofs where name = ?', 'copy-works').length).toBeGreaterThan(0)
  const other = await browser.newPage({ baseURL: labServer.origin })
  await other.addInitScript(() => localStorage.setItem('lab-progress', '{"forget":{"over":true,"explained":true}}'))
  await other.goto('/learn')
  await expect(other.locator('[data-chapter=forget] [data-stage]')).toHaveAttribute('data-stage', 'Explained')
  await expect(other.locator('[data-proof=copy-works]')).toHaveAttribute('data-proved', 'false')
  await other.close()
})

test('17 · what the page keeps in localStorage every script of it can read: the whole token, until the logout', async ({
  labDatabase,
}) => {
  await page.goto('/learn/forget')
  await until(page, 'settled')
  await page.getByTestId('run').click()
  await page.getByLabel('localStorage', { exact: true }).check()
  await page.getByTestId('skip-guess').click()
  await until(page, 'live')
  const second = await runIdOf(page)
  await page.getByTestId('read-like-xss').click()
  const [kept] = labDatabase.rows("select text from lab_tokens where run_id = ? and name = 'A1'", second)
  await expect(page.getByTestId('xss-result')).toHaveText(kept!.text as string)
  await page.getByTestId('use-it').click()
  await expect(page.getByTestId('last-answer')).toContainText('GET /me 200')
  await page.getByTestId('log-out').click()
  await until(page, 'logged_out')
  await page.getByTestId('read-like-xss').click()
  await expect(page.getByTestId('xss-result')).toHaveText('null')
  await page.getByTestId('stop').click()
  await until(page, 'stopped')
  await expect(labOf(page)).toHaveAttribute('data-strategy', 'client-side')
  expect(await problems(), 'console errors, foreign requests and leaked secrets').toEqual([])
})
