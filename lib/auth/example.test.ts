import { afterAll, beforeAll, expect, test } from 'vitest'
import { startExample } from './example.ts'

let server: Awaited<ReturnType<typeof startExample>>
beforeAll(async () => {
  server = await startExample(0)
})
afterAll(() => server.close())

const mina = { email: 'mina@example.org', password: 'correct horse battery' }

/** A browser as far as this server can tell: a jar, and the Origin of its page. */
function openClient(jar = new Map<string, string>(), origin: string | null = server.origin) {
  return {
    jar,
    async send(method: string, path: string, body?: unknown) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await fetch(server.origin + path, {
        method,
        headers: { cookie, ...(origin === null ? {} : { origin }) },
        body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      })
      for (const line of response.headers.getSetCookie()) {
        const [name, value] = line.split(';')[0]!.split('=') as [string, string]
        if (line.includes('Max-Age=0')) jar.delete(name)
        else jar.set(name, value)
      }
      return { status: response.status, headers: response.headers, body: await response.json() }
    },
  }
}

test('log in, steal the cookies, log out: the copy gets 401 at its next request', async () => {
  const browser = openClient()
  expect((await browser.send('POST', '/session/register', mina)).status).toBe(200)
  expect((await browser.send('GET', '/me')).status).toBe(200)

  const thief = openClient(new Map(browser.jar))
  expect((await thief.send('GET', '/me')).status).toBe(200)

  const { status, body: receipt } = await browser.send('POST', '/session/logout')
  expect(status).toBe(200)
  expect(receipt).toMatchObject({ access: 'denied', refresh: 'revoked', stolenTokenWorksUntil: null, pending: [] })
  expect(browser.jar.size).toBe(0)

  expect(await thief.send('GET', '/me')).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
  expect(await thief.send('POST', '/session/refresh')).toMatchObject({ status: 401, body: { code: 'session_revoked' } })
})

test('a renewal answers new cookies that no script can read, and no token in the body', async () => {
  const browser = openClient()
  await browser.send('POST', '/session/login', mina)
  const before = new Map(browser.jar)
  const { status, headers, body } = await browser.send('POST', '/session/refresh')
  expect([status, body]).toEqual([200, {}])
  expect(headers.getSetCookie()).toHaveLength(3)
  for (const line of headers.getSetCookie()) expect(line).toMatch(/; HttpOnly; Secure; SameSite=Strict; Path=\//)
  for (const [name, value] of browser.jar) expect(value).not.toBe(before.get(name))
  expect((await browser.send('GET', '/me')).body).toMatchObject({ generation: 1 })
  expect(headers.get('cache-control')).toBe('no-store')
})

test('a new login ends the session that the browser came with', async () => {
  const browser = openClient()
  await browser.send('POST', '/session/login', mina)
  const old = openClient(new Map(browser.jar))
  await browser.send('POST', '/session/login', mina)
  expect((await old.send('GET', '/me')).status).toBe(401)
  expect((await browser.send('GET', '/me')).status).toBe(200)
})

test('another page can neither log anybody in nor out', async () => {
  const browser = openClient()
  await browser.send('POST', '/session/login', mina)
  for (const origin of ['https://evil.test', 'null', null]) {
    const elsewhere = openClient(browser.jar, origin)
    for (const path of ['/session/login', '/session/logout', '/session/refresh']) {
      expect(await elsewhere.send('POST', path, mina)).toMatchObject({ status: 403, body: { code: 'cross_origin' } })
    }
  }
  expect((await browser.send('GET', '/me')).status).toBe(200)
})

test.each(['', '{', 'null', '[]', '5', '{"email":1,"password":2}', `"${'x'.repeat(20_000)}"`])(
  'the body %# that is no login is refused as such',
  async (body) => {
    expect(await openClient().send('POST', '/session/login', body)).toMatchObject({ status: 400 })
  },
)

test('wrong passwords and unknown accounts get one answer, unknown paths another', async () => {
  const client = openClient()
  for (const wrong of [
    { ...mina, password: 'wrong password' },
    { ...mina, email: 'nobody@example.org' },
  ]) {
    expect(await client.send('POST', '/session/login', wrong)).toMatchObject({
      status: 401,
      body: { code: 'invalid_credentials' },
    })
  }
  expect((await client.send('GET', '/session/logout')).status).toBe(404)
})
