import { endOf, exposureMeasured, lastExpiryOf, replaysOf } from '../support/lab-facts.ts'
import {
  expect,
  expectBars,
  expectTable,
  exposureOn,
  justRun,
  labOf,
  leakColoursElsewhere,
  openChapter,
  rowsOn,
  test,
  until,
} from '../support/lab-page.ts'

test('25, 26 · the page renews by itself and nobody notices; after the logout the copy starves, and its renewal is refused', async ({
  page,
  labDatabase,
}) => {
  // Five seconds: less is renewed too late where the machine is busy.
  await openChapter(page, 'rotate', 'race')
  const id = await justRun(page)
  const you = page.getByTestId('actor-you')
  const session = () => labDatabase.sessions(id)[0]!

  await test.step('25 · A1 becomes A2 and R1 becomes R2', async () => {
    await page.evaluate(() => {
      const seen = { in: [] as string[], states: [] as string[] }
      Object.assign(window, { seen })
      const lab = document.querySelector('[data-testid=lab]')!
      new MutationObserver(() => {
        const isIn = lab.querySelector('[data-logged-in]')?.getAttribute('data-logged-in') ?? 'gone'
        const state = lab.getAttribute('data-run-state')!
        if (seen.in.at(-1) !== isIn) seen.in.push(isIn)
        if (seen.states.at(-1) !== state) seen.states.push(state)
      }).observe(lab, { attributes: true, childList: true, subtree: true })
    })
    await expect(you.locator('[data-token=A1]')).toBeVisible()
    await expect(you.locator('[data-token=R1]')).toBeVisible()
    await page.getByTestId('use-it').click()
    await expect(page.getByTestId('last-answer')).toContainText('GET /me 200')
    await expect(you.locator('[data-token=A2]')).toBeVisible()
    await expect(you.locator('[data-token=R2]')).toHaveAttribute('data-state', 'active')
    await expect(page.getByTestId('last-answer')).toContainText('POST /refresh 200')
    await expect(page.locator('[data-lane=you-refresh] .bar[data-token=R1]')).toHaveAttribute('data-state', 'rotated')
    await expect(page.getByTestId('session-row')).toContainText('1\u202f×')
    expect(session()).toMatchObject({ generation: 1, revoked_at: null })
    await page.getByTestId('use-it').click()
    await expect(page.getByTestId('last-answer')).toContainText('GET /me 200')
    // Malware takes the newer pair too.
    await expect(page.getByTestId('actor-attacker').locator('[data-token=A2]')).toBeVisible()
    expect(await expectBars(page)).toEqual(expect.arrayContaining(['active', 'rotated']))
    const seen = await page.evaluate(() => (window as unknown as { seen: { in: string[]; states: string[] } }).seen)
    expect(seen.in.slice(seen.in[0] === 'gone' ? 1 : 0), 'no interruption').toEqual(['true'])
    expect(seen.states).toEqual(['live'])
    await expect(page.getByTestId('lab-problem')).toHaveCount(0)
  })

  await test.step('26 · after the logout', async () => {
    await page.getByTestId('log-out').click()
    await until(page, 'settled')
    const events = labDatabase.events(id)
    const { min, max } = await exposureOn(page)
    expect({ min, max }).toEqual(exposureMeasured(events, 1))
    expect(min, 'the access copy is not recalled').toBeGreaterThan(0)
    expect(min).toBeLessThanOrEqual(5000 + 1000)
    expect(Math.abs(max - (lastExpiryOf(events, 1) - endOf(events, 1)))).toBeLessThanOrEqual(1000 + 250)
    expect(session().revoked_reason).toBe('logged_out')
    const rows = await rowsOn(page)
    const renewals = rows.filter(({ who, reason }) => who === 'Attacker' && reason === 'session_revoked')
    expect(renewals.length).toBeGreaterThanOrEqual(3)
    for (const { status } of renewals) expect(status).toBe(401)
    await expect(page.getByTestId('session-row')).toContainText('ended')
    await expect(page.locator('[data-lane=copy-refresh] .bar[data-token=R2]')).toHaveAttribute('data-state', 'revoked')
    expect(await expectBars(page)).toEqual(expect.arrayContaining(['expired', 'revoked']))
    expect(await leakColoursElsewhere(page)).toEqual([])
    await expectTable(page, () => labDatabase.events(id))
  })
})

test('27 · with “+ denylist” the same logout leaves nothing to starve: the exposure is 0', async ({
  page,
  labDatabase,
}) => {
  await openChapter(page, 'rotate')
  await page.getByLabel('The attacker tries every').selectOption('0.25')
  await labOf(page).getByLabel('An access token lives').selectOption('10')
  await page.getByTestId('deny-too').check()
  const id = await justRun(page)
  await expect(page.getByTestId('actor-attacker').locator('li').first()).toContainText('200 ok')
  await page.getByTestId('log-out').click()
  await until(page, 'settled')
  const events = labDatabase.events(id)
  expect(await exposureOn(page)).toEqual(exposureMeasured(events, 1))
  expect(await exposureOn(page)).toMatchObject({ min: 0 })
  const after = replaysOf(events, 1).filter(({ t }) => t > endOf(events, 1))
  expect(new Set(after.map(({ reason }) => reason))).toEqual(new Set(['denied_session']))
  await expect(page.getByTestId('denylist-row')).toHaveCount(1)
})
