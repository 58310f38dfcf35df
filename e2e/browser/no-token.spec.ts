import { expect, logIn, signUp, test } from '../support/test.ts'

/** A JWT, or a refresh token. */
const TOKEN = /eyJ[\w-]+\.eyJ|jlt_rt_/

test.use({ expected: ['/nowhere'] })

test('CK-07: no token stands in what a page keeps, shows or loads, and no script reads one', async ({
  page,
  context,
  server,
}) => {
  const bodies: Promise<[url: string, text: string]>[] = []
  context.on('response', (response) => {
    if (response.headers()['content-type']?.startsWith('text/event-stream')) return
    bodies.push(
      response.text().then(
        (text) => [response.url(), text],
        () => [response.url(), ''],
      ),
    )
  })
  const email = await signUp(page, server.origin)
  for (const strategy of ['client-side', 'denylist', 'rotation', 'combined']) {
    await logIn(page, server.origin, email, strategy)
    await expect(page.getByTestId('session-row').first()).toBeVisible()
    for (const path of ['/', '/about', '/resume?next=/about', '/nowhere', '/account']) {
      await page.goto(server.origin + path)
      const seen = await page.evaluate(() =>
        JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state, location.href]),
      )
      expect(seen, path).not.toMatch(TOKEN)
      expect(await page.content(), path).not.toMatch(TOKEN)
    }
  }
  const tokens = (await context.cookies()).filter(({ name }) => /access|refresh/.test(name))
  expect(
    tokens.map(({ value }) => TOKEN.test(value)),
    'the control',
  ).toEqual([true, true])
  const read = await Promise.all(bodies)
  expect(read.length).toBeGreaterThan(50)
  expect(read.filter(([url, text]) => TOKEN.test(url) || TOKEN.test(text)).map(([url]) => url)).toEqual([])
})
