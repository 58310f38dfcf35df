import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { newEmail, PASSWORD } from './client.ts'
import { findSecrets, remember, rememberCookies } from './secrets.ts'
import { type RunningServer, startServer } from './server.ts'

interface TestFixtures {
  /** Console errors and third-party requests that a test expects, as parts of their text. */
  expected: string[]
}

interface WorkerFixtures {
  /** The product with its default lifetimes. */
  server: RunningServer
  /** Access tokens of 4 s (and 6 s), leeway 1 s: whole lives pass within a test. */
  quick: RunningServer
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from a pattern
    async ({}, use) => {
      const server = await startServer()
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  quick: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from a pattern
    async ({}, use) => {
      const server = await startServer({ ACCESS_TTL: '4', LONG_ACCESS_TTL: '6', ROTATION_LEEWAY: '1' })
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  expected: [[], { option: true }],
  baseURL: async ({ server }, use) => use(server.origin),
  context: async ({ context, expected }, use) => {
    const problems = watch(context, expected)
    await use(context)
    expect(await problems(), 'console errors, foreign requests and leaked secrets').toEqual([])
  },
})

export { expect }

/**
 * Watches everything a browser context does: no console error, no request to another origin, no secret in any URL or body.
 * Returns the problems found, once all bodies have been read.
 */
export function watch(context: BrowserContext, expected: string[] = []): () => Promise<string[]> {
  const problems: string[] = []
  const reading: Promise<void>[] = []
  const add = (problem: string) => {
    if (!expected.some((part) => problem.includes(part))) problems.push(problem)
  }
  remember(PASSWORD)
  context.on('console', (message) => {
    if (message.type() === 'error') add(`console: ${message.text()} ${message.location().url}`)
  })
  context.on('weberror', (error) => add(`page error: ${error.error().message}`))
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (/^https?:/.test(url.protocol) && url.hostname !== 'localhost') add(`foreign request: ${url.origin}`)
    if (findSecrets(request.url()).length > 0) add(`secret in a URL: ${url.pathname}`)
  })
  context.on('response', (response) => {
    reading.push(
      (async () => {
        const headers = await response.headersArray().catch(() => [])
        rememberCookies(headers.filter(({ name }) => name.toLowerCase() === 'set-cookie').map(({ value }) => value))
        if (response.headers()['content-type']?.startsWith('text/event-stream')) return
        const body = await response.text().catch(() => '')
        if (findSecrets(body).length > 0) add(`secret in a body: ${new URL(response.url()).pathname}`)
      })(),
    )
  })
  return async () => {
    await Promise.race([Promise.all(reading), new Promise((resolve) => setTimeout(resolve, 5_000))])
    return problems
  }
}

/** Signs up through the page, as a person would. */
export async function signUp(page: Page, origin: string): Promise<string> {
  const email = newEmail()
  await page.goto(`${origin}/signup`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Create the account' }).click()
  await page.waitForURL(`${origin}/account`)
  return email
}

export async function logIn(
  page: Page,
  origin: string,
  email: string,
  strategy = 'combined',
  password = PASSWORD,
): Promise<void> {
  await page.goto(`${origin}/login`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.locator(`input[name=strategy][value=${strategy}]`).check()
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()
  await page.waitForURL(`${origin}/account`)
}
