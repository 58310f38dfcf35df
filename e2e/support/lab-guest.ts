import type { BrowserContext, Page } from '@playwright/test'
import type { LabClient } from './lab.ts'

/** Gives a browser what a guest's browser holds. */
export async function becomeGuest(context: BrowserContext, client: LabClient): Promise<void> {
  const { hostname: domain } = new URL(client.origin)
  await context.addCookies(client.cookies.map((cookie) => ({ ...cookie, domain, secure: true, httpOnly: true })))
}

/** The page of a chapter, with a run that was begun elsewhere. */
export async function showRun(page: Page, name: string, runId: string): Promise<void> {
  await page.addInitScript(([key, id]) => sessionStorage.setItem(key!, id!), [`lab-run-${name}`, runId])
}
