import type { Page } from '@playwright/test'
import type { TheftPath } from '../../lib/http/lab-schemas.ts'
import type { LabDatabase } from '../support/lab-database.ts'
import { exposureMeasured } from '../support/lab-facts.ts'
import {
  expect,
  expectBars,
  expectTable,
  exposureOn,
  labOf,
  leakColoursElsewhere,
  openChapter,
  runIdOf,
  show,
  test,
  until,
} from '../support/lab-page.ts'

/** Seconds that stand in a text. */
const secondsIn = (text: string | null) => Number(/([\d.]+)\u202fs/.exec(text ?? '')?.[1])
const alarmOf = (page: Page) => page.locator('[data-testid=family-stub][data-came-to=alarm]')

/** The chain is a list with an item for each refresh token of the database, which says its name and its state. */
async function expectChain(page: Page, database: LabDatabase, id: string): Promise<void> {
  const names = database
    .rows("select name from lab_tokens where run_id = ? and kind = 'refresh' order by issued_at", id)
    .map(({ name }) => name)
  const nodes = page.locator('ol.family-line > li')
  await expect(nodes).toHaveCount(names.length)
  const items = await nodes.evaluateAll((all) =>
    all.map((item) => ({
      name: item.querySelector('code')!.textContent,
      state: item.getAttribute('data-state')!,
      text: item.querySelector('button')!.textContent!,
    })),
  )
  expect(items.map(({ name }) => name)).toEqual(names)
  for (const { name, state, text } of items) {
    expect(text).toContain(name)
    expect(text.toLowerCase(), name!).toContain(state)
    expect(text).toMatch(/issued [\d.]+\u202fs to (you|the thief)/)
  }
}

/** Who was robbed is told: when, that it is over, and what to do; and the activity has it at the time of the database. */
async function expectTold(page: Page, database: LabDatabase, id: string): Promise<void> {
  const ended = database.events(id).find(({ kind }) => kind === 'family_revoked')!
  const message = page.getByTestId('reuse-message')
  await expect(message).toContainText(
    'Someone else used a token from this login, so we ended it everywhere. Log in again; consider a new password.',
  )
  expect(Math.abs(secondsIn(await message.textContent()) * 1000 - ended.t)).toBeLessThanOrEqual(50)
  const entry = page.getByTestId('activity').locator('li[data-kind=reuse_detected]')
  await expect(entry).toContainText('Someone used a refresh token of this login twice')
  const [kept, ...more] = database.activity(id).filter(({ kind }) => kind === 'refresh_reused')
  expect(more).toEqual([])
  const at = ((kept!.at as number) - (database.run(id).started_at as number)) * 1000
  expect(Math.abs(secondsIn(await entry.textContent()) * 1000 - at)).toBeLessThan(1000)
}

async function expectQuiet(page: Page): Promise<void> {
  await expect(alarmOf(page)).toHaveCount(0)
  await expect(page.getByTestId('family')).toHaveAttribute('data-state', 'active')
  await expect(page.getByTestId('reuse-message')).toHaveCount(0)
  await expect(page.getByTestId('activity').locator('li[data-kind=reuse_detected]')).toHaveCount(0)
  await expect(page.getByTestId('verdict')).toHaveAttribute('data-out', 'nobody')
}

test('42, 45, 46 · you refresh first: the chain shows the thief’s replay, the family is revoked, and you are told', async ({
  page,
  recorded,
  labDatabase,
}) => {
  const { id, client, events } = recorded.theft['you-first']
  await show(page, client, 'theft', id)
  await until(page, 'settled')
  await expectChain(page, labDatabase, id)
  await expect(page.getByTestId('family')).toHaveAttribute('data-state', 'revoked')
  await expect(page.locator('[data-testid=family-node][data-node=R3]')).toHaveAttribute('data-state', 'revoked')
  const replay = events.find(
    ({ actor, kind, reason }) => actor === 'attacker' && kind === 'refreshed' && reason === 'refresh_reused',
  )!
  const stub = page.locator('[data-node=R2]').locator(alarmOf(page))
  await expect(stub).toHaveCount(1)
  await expect(stub).toHaveAttribute('data-event', String(replay.seq))
  await expect(stub).toContainText('The thief presented R2')
  await expect(stub).toContainText('used twice: alarm 401 refresh_reused')
  await expect(page.locator('[data-node=R3] [data-came-to=refused]')).toContainText(
    /You presented R3.*401 refresh_reused/,
  )
  await expectTold(page, labDatabase, id)
  await expect(page.getByTestId('verdict')).toHaveAttribute('data-out', 'both')
  // The alarm is what is selected until the reader chooses something else.
  await expect(stub.getByRole('button')).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByTestId('source-pane')).toHaveAttribute('data-region', 'reuse')
  await expectTable(page, () => labDatabase.events(id))
  expect(await leakColoursElsewhere(page)).toEqual([])
  expect(await expectBars(page)).toContain('revoked')
})

test('43, 45, 46 · the thief refreshes first: your own refresh rings, both are out, and what the thief had after it is measured', async ({
  page,
  recorded,
  labDatabase,
}) => {
  const { id, client } = recorded.theft['thief-first']
  await show(page, client, 'theft', id)
  await until(page, 'settled')
  await expectChain(page, labDatabase, id)
  await expect(page.locator('[data-node=R2] [data-came-to=rotated]')).toContainText(/The thief presented R2.*R3/)
  await expect(alarmOf(page)).toContainText('You presented R2')
  await expect(page.getByTestId('verdict')).toHaveAttribute('data-out', 'both')
  await expect(page.getByTestId('actor-you').locator('[data-logged-in]')).toHaveAttribute('data-logged-in', 'false')
  await expect(page.getByTestId('actor-attacker').locator('[data-logged-in]')).toHaveAttribute(
    'data-logged-in',
    'false',
  )
  const { min, max } = await exposureOn(page)
  expect({ min, max }).toEqual(exposureMeasured(labDatabase.events(id), 1))
  expect(min).toBeGreaterThan(0)
  await expect(page.getByRole('row', { name: /^Let in after the alarm/ })).toContainText(
    `(between ${(min / 1000).toFixed(2)} and ${(max / 1000).toFixed(2)})`,
  )
  await expectTold(page, labDatabase, id)
  expect(await leakColoursElsewhere(page)).toEqual([])
})

for (const [path, title] of [
  ['two-tabs', 'two tabs with a leeway'],
  ['lost-reply', 'a lost reply'],
] as const satisfies [TheftPath, string][]) {
  test(`44, 46 · ${title}: the same pair again, no alarm, nobody is out`, async ({ page, recorded, labDatabase }) => {
    const { id, client } = recorded.theft[path]
    await show(page, client, 'theft', id)
    await until(page, 'settled')
    await expectChain(page, labDatabase, id)
    await expect(page.locator('[data-node=R1] [data-came-to=replayed]')).toHaveCount(1)
    await expectQuiet(page)
    await expectTable(page, () => labDatabase.events(id))
  })
}

test('44, 59 · without a leeway you log yourself out by a second tab, and the verdict says whether you thought so', async ({
  page,
  labDatabase,
}) => {
  await openChapter(page, 'theft')
  await page.getByLabel('Two tabs, no thief').check()
  await page.getByTestId('leeway').selectOption('0')
  await page.getByTestId('lock-guess').click()
  await expect(page.getByRole('alert').filter({ hasText: 'Choose one, or skip the guess.' })).toBeVisible()
  await page.getByLabel('Nobody', { exact: true }).check()
  await page.getByTestId('lock-guess').click()
  await until(page, 'live')
  const card = page.getByTestId('predict-card')
  await expect(card).toHaveAttribute('data-locked')
  await expect(card).toContainText('Leeway 0')
  await expect(card.locator('input, button, select')).toHaveCount(0)
  await until(page, 'settled')
  const id = await runIdOf(page)
  expect(JSON.parse(labDatabase.run(id).settings as string)).toMatchObject({ path: 'two-tabs', leeway: 0, access: 3 })
  await expect(alarmOf(page)).toContainText(/Tab 2 presented R1.*401 refresh_reused/)
  const verdict = page.getByTestId('verdict')
  await expect(verdict).toHaveAttribute('data-out', 'you')
  await expect(verdict).toContainText('You said: nobody. You were logged out.')
  await expect(verdict).not.toContainText('You were right')
  await expectTold(page, labDatabase, id)
  await expect(page.getByTestId('reuse-message')).toContainText('it was your own second tab')
  await expectChain(page, labDatabase, id)
  await expect(labOf(page), 'nobody was exposed to anybody').toHaveAttribute('data-exposure-min-ms', '')
})
