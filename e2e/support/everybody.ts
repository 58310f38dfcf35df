import type { Page } from '@playwright/test'
import { violations } from './axe.ts'
import { cutWords, overflow, smallTargets } from './layout.ts'
import { expect } from './test.ts'

/** axe in both themes (61). */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    // Colours fade into each other.
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))))
    expect(await violations(page), `${what}, ${colorScheme}`).toEqual([])
  }
}

/** One page as it stands: axe (61), 320 pixels wide (70, 71), text of twice the size (70). Leaves it as it was. */
export async function expectForEverybody(page: Page, what: string): Promise<void> {
  const usual = page.viewportSize()!
  await expectAccessible(page, what)
  await page.setViewportSize({ width: 320, height: 700 })
  expect(await overflow(page), `${what}, 320 px wide`).toBeLessThanOrEqual(0)
  expect(await smallTargets(page), `${what}, 320 px wide`).toEqual([])
  await page.setViewportSize(usual)
  // Every size on the site is in rem.
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%', 'important'))
  expect(await overflow(page), `${what}, large text`).toBeLessThanOrEqual(0)
  expect(await cutWords(page), `${what}, large text`).toEqual([])
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'))
}
