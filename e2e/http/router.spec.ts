import { Client, registered } from '../support/client.ts'
import { expect, test } from '../support/test.ts'

/** What the router of Next.js has of the page already: its leaf alone is asked for, and no layout runs. */
const leafOf = (page: string) =>
  encodeURIComponent(
    JSON.stringify([
      '',
      { children: [page, { children: ['__PAGE__', {}, null, 'refetch'] }, null, null] },
      null,
      null,
      true,
    ]),
  )
const asked: Record<string, Record<string, string>> = {
  'the whole page': {},
  'its payload': { rsc: '1' },
  'its leaf alone': { rsc: '1', 'next-router-state-tree': leafOf('account') },
  'a prefetch': { rsc: '1', 'next-router-prefetch': '1', 'next-router-state-tree': leafOf('about') },
  'a prefetch of a segment': {
    rsc: '1',
    'next-router-prefetch': '1',
    'next-router-segment-prefetch': '/account/__PAGE__',
  },
  'a preview': { 'x-prerender-revalidate': '1' },
}

/** Next.js leads a payload to the address that a cache could tell from others. */
async function follow(client: Client, path: string, headers: Record<string, string>) {
  const first = await client.get(path, headers)
  const location = first.headers.get('location')
  const led = location && new URL(location, client.origin)
  return led && led.pathname === path ? client.get(led.pathname + led.search, headers) : first
}

async function ended(origin: string) {
  const { client, email } = await registered(origin)
  const { body } = await client.get('/api/me')
  const thief = client.copy()
  const control = await follow(client, '/account', asked['its leaf alone']!)
  expect(control.text, 'the control: the leaf has it').toContain(email)
  expect((await client.get('/account')).text, 'the control').toContain(email)
  await client.post('/api/auth/logout')
  return { visitors: [thief, new Client(origin)], secrets: [email, body.account.id, body.session.id] as string[] }
}

test('NX-06, NX-08: neither a page, nor its payload, its leaf or a prefetch of it says anything to somebody who is logged out', async ({
  server,
}) => {
  const { visitors, secrets } = await ended(server.origin)
  for (const visitor of visitors)
    for (const [what, headers] of Object.entries(asked)) {
      const { text, headers: answered } = await follow(visitor, '/account', headers)
      for (const secret of secrets) expect(text, what).not.toContain(secret)
      expect(answered.getSetCookie(), what).toEqual([])
    }
})

test('NX-07: no other spelling of its address finds a protected page unguarded', async ({ server }) => {
  const { visitors, secrets } = await ended(server.origin)
  const paths = [
    ...['/account.rsc', '/account.segments/_tree.segment.rsc', '/account.segments/account/__PAGE__.segment.rsc'],
    ...['/_next/data/build/account.json', '/account?_rsc=1', '/account?nxtPslug=account', '/account?nxtPid=account'],
    ...['/%61ccount', '/account%2F', '/account%00', '/account;x', '/account/', '//account', '/ACCOUNT', '/en/account'],
    ...['/about/..%2Faccount', '/account/index', '/account.html', '/account.json', '/account?__nextLocale=en'],
  ]
  for (const visitor of visitors)
    for (const path of paths)
      for (const headers of Object.values(asked)) {
        const { text, status } = await visitor.get(path, headers)
        for (const secret of secrets) expect(text, path).not.toContain(secret)
        expect(status, path).toBeLessThan(500)
      }
})

test('NX-15: the cookies of a preview open nothing', async ({ server }) => {
  const { visitors, secrets } = await ended(server.origin)
  for (const visitor of visitors) {
    visitor.cookies.set('__prerender_bypass', 'a'.repeat(32))
    visitor.cookies.set('__next_preview_data', 'a.b.c')
    for (const headers of Object.values(asked)) {
      const { text } = await follow(visitor, '/account', headers)
      for (const secret of secrets) expect(text).not.toContain(secret)
    }
    expect((await visitor.get('/api/me')).status).toBe(401)
  }
})

test('CS-05: no answer allows another origin to read it, whatever origin asks', async ({ server }) => {
  const { client } = await registered(server.origin)
  const paths = [
    '/api/me',
    '/api/auth/login',
    '/api/auth/refresh',
    '/api/auth/sessions',
    '/account',
    '/',
    '/openapi.json',
  ]
  for (const origin of ['https://evil.example', 'null', `${server.origin}.evil.example`, server.origin])
    for (const path of paths)
      for (const method of ['OPTIONS', 'GET', 'POST']) {
        const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' }
        const { headers } = await client.send(method, path, undefined, { origin, ...preflight })
        const allowed = [...headers.keys()].filter((name) => name.startsWith('access-control-'))
        expect(allowed, `${method} ${path} from ${origin}`).toEqual([])
      }
})
