import { violations } from '../support/axe.ts'
import { LabClient } from '../support/lab.ts'
import { expect, test } from '../support/lab-test.ts'
import { startServer } from '../support/server.ts'

const CHAPTERS = ['forget', 'denylist', 'rotate', 'everywhere', 'theft']

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('R7 · every chapter reads as prose, from the claim to what comes next, and offers nothing that cannot be pressed', async ({
    page,
    labServer,
  }) => {
    for (const chapter of CHAPTERS) {
      await page.goto(`${labServer.origin}/learn/${chapter}`)
      for (const part of ['claim', 'explain', 'line', 'cost', 'next'])
        await expect(page.locator(`[data-part=${part}]`), `${chapter}: ${part}`).toBeVisible()
      const text = (await page.locator('[data-part]:visible').allTextContents()).join(' ')
      expect(text.split(/\s+/).length, chapter).toBeGreaterThan(250)
      await expect(page.getByText('Running it needs JavaScript.'), chapter).toBeVisible()
      await expect(page.getByRole('main').getByRole('button'), chapter).toHaveCount(0)
    }
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
})

test.describe('LABS=off', () => {
  test('R5 · every address of the lab is 404, and the pages say why instead of offering a run', async ({ page }) => {
    const server = await startServer({ LABS: 'off' })
    const client = new LabClient(server.origin)
    expect((await client.send('GET', '/runs')).body.code).toBe('labs_off')
    const run = page
      .getByRole('main')
      .getByRole('button', { name: /\b(run|start|lock in)\b/i })
      .or(page.getByTestId('skip-guess'))
    for (const path of ['/', ...CHAPTERS.map((slug) => `/learn/${slug}`), '/lab', '/compare', '/inspect']) {
      await page.goto(server.origin + path)
      await expect(page.getByText(/labs are off/i).first(), path).toBeVisible()
      await expect(run, path).toHaveCount(0)
    }
    for (const path of ['/learn', '/check']) {
      await page.goto(server.origin + path)
      await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible()
      await expect(run, path).toHaveCount(0)
    }
    expect(await violations(page)).toEqual([])
    await server.stop()
  })
})
