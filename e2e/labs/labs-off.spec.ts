import { chapters } from '../../app/learn/chapters.ts'
import { violations } from '../support/axe.ts'
import { LabClient } from '../support/lab.ts'
import { startServer } from '../support/server.ts'
import { expect, test } from '../support/test.ts'

test.describe('LABS=off', () => {
  test('R5 · every address of the lab is 404, and the pages say why instead of offering a run', async ({ page }) => {
    const server = await startServer({ LABS: 'off' })
    const client = new LabClient(server.origin)
    expect((await client.send('GET', '/runs')).body.code).toBe('labs_off')
    const run = page
      .getByRole('main')
      .getByRole('button', { name: /\b(run|start|lock in)\b/i })
      .or(page.getByTestId('skip-guess'))
    for (const path of ['/', ...chapters.map(({ slug }) => `/learn/${slug}`), '/lab', '/compare', '/inspect']) {
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
