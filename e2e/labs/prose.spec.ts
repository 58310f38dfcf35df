import { chapters } from '../../app/learn/chapters.ts'
import { expect, test } from '../support/lab-test.ts'

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('R7 · every chapter reads as prose, from the claim to what comes next, and offers nothing that cannot be pressed', async ({
    page,
    labServer,
  }) => {
    for (const { slug: chapter } of chapters) {
      await page.goto(`${labServer.origin}/learn/${chapter}`)
      for (const part of ['claim', 'explain', 'line', 'cost', 'next'])
        await expect(page.locator(`[data-part=${part}]`), `${chapter}: ${part}`).toBeVisible()
      const text = (await page.locator('[data-part]:visible').allTextContents()).join(' ')
      expect(text.split(/\s+/).length, chapter).toBeGreaterThan(250)
      await expect(page.getByText('Running it needs JavaScript.'), chapter).toBeVisible()
      await expect(page.getByRole('main').getByRole('button'), chapter).toHaveCount(0)
    }
  })
})
