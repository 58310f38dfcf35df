import { readFileSync } from 'node:fs'
import { FULL, ONLY_FULL } from '../support/full.ts'
import { expect, test } from '../support/lab-test.ts'

const COUNTED = 200
const STRATEGIES = ['client-side', 'denylist', 'rotation', 'combined']
const ASKS = { 'client-side': 0, denylist: 1, rotation: 0, combined: 1 } as Record<string, number>

/** By nearest rank, worked out here once more. */
const percentile = (values: number[], share: number) =>
  values.toSorted((one, other) => one - other)[Math.ceil(share * values.length) - 1]!

test('52, 53 · 200 requests of each strategy, in turn; whoever has the CSV gets the numbers of the page', async ({
  page,
  labServer,
}) => {
  test.skip(!FULL, ONLY_FULL)
  test.setTimeout(240_000)
  await page.goto(`${labServer.origin}/compare`)
  const comparison = page.getByTestId('comparison')
  await page.getByRole('button', { name: 'Run 200 requests each' }).click()
  await expect(comparison).toHaveAttribute('data-run-state', 'settled', { timeout: 200_000 })
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download CSV' }).click()
  const [head, ...lines] = readFileSync(await (await downloading).path(), 'utf8')
    .trimEnd()
    .split('\r\n')
  const names = head!.split(',')
  const rows = lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at]!, cell])))
  expect(
    rows.map(({ strategy }) => strategy),
    'interleaved',
  ).toEqual(Array.from({ length: COUNTED }, () => STRATEGIES).flat())
  for (const strategy of STRATEGIES) {
    const own = rows.filter((row) => row.strategy === strategy)
    const totals = own.map(({ total_us }) => Number(total_us))
    const cost = page.locator(`tr[data-strategy=${strategy}]`).getByTestId('cost')
    await expect(cost).toHaveAttribute('data-n', String(COUNTED))
    await expect(cost).toHaveAttribute('data-p50-us', String(percentile(totals, 0.5)))
    await expect(cost).toHaveAttribute('data-p95-us', String(percentile(totals, 0.95)))
    const calls = ASKS[strategy]
    expect(new Set(own.map(({ denylist_calls }) => Number(denylist_calls))), strategy).toEqual(new Set([calls]))
    await expect(cost).toHaveAttribute('data-denylist-calls', `${calls}-${calls}`)
  }
  const idle = rows.filter(({ strategy }) => strategy === 'client-side')
  expect(new Set(idle.map(({ database_calls }) => database_calls)), 'Forget it asks nobody').toEqual(new Set(['0']))
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('52 · the table stands there with recorded numbers, and says when and at which commit', async ({
    page,
    labServer,
  }) => {
    await page.goto(`${labServer.origin}/compare`)
    const source = page.getByTestId('source')
    await expect(source).toContainText('Recorded')
    await expect(source.locator('time')).toHaveAttribute('datetime', /^\d{4}-\d\d-\d\dT/)
    await expect(source.locator('code')).toHaveText(/^[0-9a-f]{7}$/)
    for (const strategy of STRATEGIES) {
      const row = page.locator(`[data-testid=compare-table] tr[data-strategy=${strategy}]`)
      await expect(row).toHaveAttribute('data-exposure-min-ms', /^\d+(\.\d+)?$/)
      await expect(row.getByTestId('cost')).toHaveAttribute('data-n', String(COUNTED))
      await expect(row.getByTestId('cost')).toContainText('p50')
    }
    await expect(page.getByText('Enable JavaScript to run it yourself')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Run 200 requests each' })).toBeHidden()
  })

  test('R7, 14 · the comparison has the numbers of the newest recording, stamped, with its day and its commit', async ({
    page,
    labServer,
  }) => {
    await page.goto(`${labServer.origin}/compare`)
    const source = page.locator('[data-recorded]')
    expect(await source.getAttribute('data-recorded')).toMatch(/^[0-9a-f]{7,}$/)
    await expect(source.locator('time')).toBeVisible()
    await expect(source.locator('code').first()).toBeVisible()
    const rows = page.getByTestId('compare-table').locator('tbody tr')
    await expect(rows).toHaveCount(4)
    for (const row of await rows.all()) {
      await expect(row).toContainText(/\d\u202fs/)
      await expect(row.getByTestId('cost')).toContainText(/p50 [\d.]+\u202fm?s/)
      expect(await row.locator('[data-stamp=measured]').count()).toBeGreaterThanOrEqual(2)
    }
  })

  test('other libraries stand beside it with the numbers of the newest benchmark, its date, its commit and its machine', async ({
    page,
    labServer,
  }) => {
    const { date, commit, machine, measured } = JSON.parse(readFileSync('lib/bench/results.json', 'utf8'))
    await page.goto(`${labServer.origin}/compare`)
    const section = page.locator('section', { has: page.getByTestId('peers') })
    for (const text of [date, commit, machine]) await expect(section).toContainText(text)
    const rows = section.locator('tbody tr')
    await expect(rows.first()).toContainText('This server')
    const told = [...measured.check, ...measured.http].flatMap(({ results, others }) => [...results, ...others])
    const jose = told.filter(({ name }: { name: string }) => name === 'jose + a Map of denied ids')
    expect(jose).toHaveLength(2)
    for (const { value } of jose)
      await expect(rows.filter({ hasText: 'jose + a Map' })).toContainText(value.split(' ')[0])
    await expect(section).not.toContainText('could not be measured')
  })
})
