import { settingsFor } from '../../lib/lab/run/presets.ts'
import { exposureIn, stateOf } from '../../lib/lab/run/state.ts'
import { FULL } from '../support/full.ts'
import { claimsOf, LabClient } from '../support/lab.ts'
import { expect, test } from '../support/lab-test.ts'

test('54, 55 · a saved race shows anybody its numbers, names nobody, and prints on one A4 page', async ({
  page,
  labServer,
}) => {
  test.slow()
  const client = new LabClient(labServer.origin)
  const { run } = await client.start(settingsFor('race', FULL ? 'race' : 'test'))
  await client.settled(run.id)
  const { run: view, events } = await client.run(run.id)
  const state = stateOf(view, events)
  const saved = await client.save(run.id)
  expect(await page.context().cookies(), 'nobody').toEqual([])
  const answer = await page.goto(`${labServer.origin}/results/${saved}`)

  await test.step('54 · the numbers', async () => {
    for (const { n, strategy } of state.sessions) {
      const row = page.locator(`[data-testid=numbers] tr[data-strategy=${strategy}]`)
      const { min, max } = exposureIn(state, n)!
      await expect(row).toHaveAttribute('data-exposure-min-ms', String(min))
      await expect(row).toHaveAttribute('data-exposure-max-ms', String(max))
    }
    expect(await page.context().cookies(), 'still nobody').toEqual([])
  })

  await test.step('54 · and nothing of anybody', async () => {
    const body = (await answer!.text()) + (await page.content())
    expect(body).not.toMatch(/eyJ|jlt_rt_|@lab\.invalid|127\.0\.0\.1|::1|::ffff/)
    expect(body).not.toContain(run.id)
    for (const { kind, text } of (await client.tokens(run.id)).tokens) {
      if (kind !== 'access') continue
      const { jti, sid, sub } = claimsOf(text)
      for (const id of [jti, sid, sub]) expect(body).not.toContain(id)
    }
  })

  await test.step('55 · on paper', async () => {
    const buttons = page.getByRole('main').locator('button:visible')
    expect(await buttons.count()).toBeGreaterThan(0)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ media: 'print', colorScheme })
      expect(await buttons.count(), 'controls are hidden').toBe(0)
      await expect(page.getByRole('navigation').filter({ visible: true })).toHaveCount(0)
      const leak = page.locator('.state-leak').first()
      await expect(leak).toBeVisible()
      const patterns = await leak.evaluate((bar) => {
        const { backgroundImage, printColorAdjust } = getComputedStyle(bar)
        return { backgroundImage, printColorAdjust }
      })
      expect(patterns.backgroundImage, 'a pattern, for who prints without colours').toContain('gradient')
      expect(patterns.printColorAdjust).toBe('exact')
      const pdf = await page.pdf({ preferCSSPageSize: true })
      expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
      const [width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/
        .exec(pdf.toString('latin1'))!
        .slice(1)
        .map(Number)
      expect([Math.round(width!), Math.round(height!)], 'A4 in points').toEqual([595, 842])
    }
  })
})
