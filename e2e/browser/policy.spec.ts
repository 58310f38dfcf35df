import type { Page } from '@playwright/test'
import { expect, signUp, test } from '../support/test.ts'

/** Ways in which a hole in a page would let somebody else's code run. Each sets `window.pwned`. */
const INJECTED: Record<string, string> = {
  'an inline script': '<script>window.pwned = 1</script>',
  'a script with a nonce of its own': '<script nonce="AAAAAAAAAAAAAAAAAAAAAA">window.pwned = 1</script>',
  'a handler': '<img src="/nothing.png" onerror="window.pwned = 1">',
  'a script from here': '<script src="/injected.js"></script>',
  'a script from elsewhere': '<script src="https://evil.example/injected.js"></script>',
  'a script as data': '<script src="data:text/javascript,window.pwned = 1"></script>',
  'a frame': '<iframe srcdoc="<script>parent.pwned = 1</script>"></iframe>',
}

const pwned = (page: Page) => page.evaluate(() => (window as { pwned?: number }).pwned)

/** The page as the server sends it, with `html` where a hole would be; `policy` false: and without what protects it. */
async function inject(page: Page, url: string, html: string, policy: boolean): Promise<void> {
  await page.unrouteAll()
  await page.route(/injected\.js$/, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'window.pwned = 1' }),
  )
  await page.route(url, async (route) => {
    const response = await route.fetch()
    const body = (await response.text()).replace('<main ', `${html}<main `)
    const { 'content-security-policy': given, ...others } = response.headers()
    await route.fulfill({ response, body, headers: policy ? { ...others, 'content-security-policy': given! } : others })
  })
  await page.goto(url)
}

test.describe(() => {
  test.use({
    expected: ['Content Security Policy', 'Content-Security-Policy', 'evil.example', '404', 'ERR_', 'React error'],
  })

  test('CS-08: a script that gets into a page does not run, and without the policy it would', async ({
    page,
    server,
  }) => {
    await signUp(page, server.origin)
    for (const path of ['/', '/account', '/nothing'])
      for (const [what, html] of Object.entries(INJECTED)) {
        await inject(page, server.origin + path, html, true)
        expect(await pwned(page), `${path}: ${what}`).toBeUndefined()
      }
    for (const [what, html] of Object.entries(INJECTED)) {
      await inject(page, `${server.origin}/`, html, false)
      expect(await pwned(page), `${what}: the control`).toBe(1)
    }
  })

  test('CS-08: what gets into a page can neither style it, nor send its forms and links elsewhere, nor be framed', async ({
    page,
    server,
  }) => {
    await inject(
      page,
      `${server.origin}/login`,
      '<base href="https://evil.example/"><style>h1 { color: rgb(1, 2, 3) }</style><form id="evil" action="https://evil.example/"></form>',
      true,
    )
    expect(await page.evaluate(() => document.baseURI)).toBe(`${server.origin}/login`)
    expect(await page.locator('h1').evaluate((head) => getComputedStyle(head).color)).not.toBe('rgb(1, 2, 3)')
    const sent: string[] = []
    page.on('request', (request) => sent.push(request.url()))
    await page.evaluate(() => (document.getElementById('evil') as HTMLFormElement).submit())
    await page.evaluate(() => fetch('https://evil.example/').catch(() => {}))
    expect(sent.filter((url) => url.startsWith('https://evil'))).toEqual([])
    await page.route('**/framing', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<iframe src="${server.origin}/login"></iframe>` }),
    )
    await page.goto(`${server.origin}/framing`)
    await expect(page.frameLocator('iframe').getByLabel('E-mail')).toHaveCount(0)
  })
})
