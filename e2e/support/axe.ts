import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'

/** Evaluated, not put into the page: the page's policy lets no script in. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe finds on the page as it is now: each rule with its element and why. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  return page.evaluate(async (tags) => {
    // biome-ignore lint/suspicious/noExplicitAny: axe brings itself as a global
    const { violations } = await (window as any).axe.run(document, { runOnly: tags })
    // biome-ignore lint/suspicious/noExplicitAny: likewise
    return violations.flatMap((one: any) =>
      // biome-ignore lint/suspicious/noExplicitAny: likewise
      one.nodes.map((node: any) => `${one.id}: ${node.target} ${node.failureSummary}`),
    )
  }, TAGS)
}
