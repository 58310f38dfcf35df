import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from '../support/test.ts'

/** Each test of the file that fails is a violation. */
export function countFailures(counts: { violations: number }): void {
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from a pattern
  test.afterEach(({}, { status, expectedStatus }) => {
    if (status !== expectedStatus) counts.violations++
  })
}

export const curtain = (page: Page) => page.getByTestId('logged-out-here')

/** The browser has no Web Locks, as on an insecure origin. */
export const withoutLocks = (context: BrowserContext) =>
  context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'locks'))

/**
 * The server answers the browser's next refresh, and the browser never hears it. Asked from outside: Playwright's own `route.fetch`
 * would put the cookies of the answer into the jar. Resolves when the reply has been lost.
 */
export async function loseNextReply(context: BrowserContext): Promise<void> {
  const statuses: number[] = []
  await context.route(
    '**/api/auth/refresh',
    async (route) => {
      const url = route.request().url()
      const cookies = (await context.cookies(url)).map(({ name, value }) => `${name}=${value}`)
      const headers = { origin: new URL(url).origin, 'content-type': 'application/json', cookie: cookies.join('; ') }
      const { status } = await fetch(url, { method: 'POST', headers, body: '{}' })
      await route.abort('connectionfailed')
      statuses.push(status)
    },
    { times: 1 },
  )
  await expect.poll(() => statuses, { timeout: 20_000, intervals: [50] }).toEqual([200])
}

/** A browser that is an hour, or some other number of seconds, ahead of everybody else. */
export const setClock = (context: BrowserContext, seconds: number) =>
  context.addInitScript((milliseconds) => {
    const RealDate = Date
    const now = () => RealDate.now() + milliseconds
    globalThis.Date = new Proxy(RealDate, {
      construct: (target, given) => Reflect.construct(target, given.length === 0 ? [now()] : given),
      get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
    })
    const timeOrigin = performance.timeOrigin + milliseconds
    Object.defineProperty(Performance.prototype, 'timeOrigin', { get: () => timeOrigin })
  }, seconds * 1000)

/**
 * "Block all cookies": none is sent, none is kept, and storage and locks refuse with a SecurityError. The setting itself is not in
 * the headless shell that the suite drives.
 */
export async function refuseStorage(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError')
    }
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refuse })
    LockManager.prototype.request = async () => refuse()
  })
  await context.route('**/*', async (route) => {
    const request = route.request()
    const { cookie: _, ...sent } = request.headers()
    const body = request.postDataBuffer()
    const answer = await fetch(request.url(), {
      method: request.method(),
      headers: { ...sent, origin: new URL(request.url()).origin },
      redirect: 'manual',
      ...(body && { body: Uint8Array.from(body) }),
    })
    const headers = Object.fromEntries(answer.headers)
    for (const name of ['set-cookie', 'content-encoding', 'content-length', 'transfer-encoding']) delete headers[name]
    await route.fulfill({ status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) })
  })
}

/** Remembers every e-mail address that stands in any frame that is painted. */
export const watchEmails = (context: BrowserContext) =>
  context.addInitScript(() => {
    // The empty document that a tab begins with has no storage.
    if (!location.protocol.startsWith('http')) return
    const look = () => {
      const shown = document.body?.textContent?.match(/mina\.[\d.]+@example\.org/g) ?? []
      const known = sessionStorage.getItem('emails')?.split(' ') ?? []
      if (shown.length > 0) sessionStorage.setItem('emails', [...new Set([...known, ...shown])].join(' '))
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
    addEventListener('pageshow', look)
  })

export const shownEmails = (page: Page): Promise<string[]> =>
  page.evaluate(() => sessionStorage.getItem('emails')?.split(' ') ?? [])

interface Told {
  kind: string
  generation: number | null
}

const ALARMS = ['refresh_reused', 'refresh_shadowed', 'session_ended', 'database_rolled_back']

/** What the account's history says. Asked again until the browser's access token is a living one. */
export async function history(page: Page, origin: string): Promise<Told[]> {
  let told: Told[] = []
  await expect
    .poll(async () => {
      const answer = await page.request.get(`${origin}/api/auth/activity`)
      if (answer.ok()) told = (await answer.json()).activity
      return answer.status()
    })
    .toBe(200)
  return told
}

/** Nobody was logged out and no alarm was raised. Returns how often the login was renewed. */
export async function expectUnharmed(origin: string, ...tabs: Page[]): Promise<number> {
  const told = await history(tabs[0]!, origin)
  expect(told.filter(({ kind }) => ALARMS.includes(kind))).toEqual([])
  for (const tab of tabs) await expect(curtain(tab)).toHaveCount(0)
  return Math.max(0, ...told.filter(({ kind }) => kind === 'refreshed').map(({ generation }) => generation ?? 0))
}
