import { connect } from 'node:net'
import { Client, PASSWORD, registered } from '../support/client.ts'
import { expect, test } from '../support/test.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const bodies: [string, string, Record<string, string>][] = [
  ['malformed JSON', '{"email":', JSON_TYPE],
  ['an array', '[]', JSON_TYPE],
  ['null', 'null', JSON_TYPE],
  ['a number', '7', JSON_TYPE],
  ['wrong types', '{"email":[],"password":{},"currentPassword":1,"newPassword":[],"next":{}}', JSON_TYPE],
  [
    'unknown keys',
    '{"email":"a@example.org","password":"x","currentPassword":"x","newPassword":"long enough","admin":true}',
    JSON_TYPE,
  ],
  ['__proto__', '{"__proto__":{"admin":true}}', JSON_TYPE],
  ['constructor.prototype', '{"constructor":{"prototype":{"admin":true}}}', JSON_TYPE],
  ['a megabyte', JSON.stringify({ password: 'x'.repeat(1e6) }), JSON_TYPE],
  ['deep nesting', '['.repeat(8_000), JSON_TYPE],
  ['not UTF-8', '\ud800', JSON_TYPE],
  ['text/plain', '{}', { 'content-type': 'text/plain' }],
  ['multipart', '--x\r\n\r\n--x--', { 'content-type': 'multipart/form-data; boundary=x' }],
  ['repeated form fields', 'email=a&email=b&next=a&next=b', { 'content-type': 'application/x-www-form-urlencoded' }],
]
/** Required fields: an empty body is a bad one only here. */
const demanding = ['/api/auth/register', '/api/auth/login', '/api/auth/password', '/api/auth/reauthenticate']
const takingBodies = [
  ...demanding,
  '/api/auth/refresh',
  '/api/auth/logout',
  '/api/auth/logout-others',
  '/api/auth/logout-everywhere',
]

test('BI-01, BI-02, BI-03, BI-04: no body whatsoever gets anything but a 4xx problem, and the server still answers', async ({
  server,
}) => {
  const { client } = await registered(server.origin)
  let asked = 0
  for (const path of takingBodies) {
    for (const [what, body, headers] of bodies) {
      const { status, headers: answered, body: problem } = await client.send('POST', path, body, headers)
      asked++
      if (headers['content-type']?.includes('urlencoded')) {
        expect(status, `${path} ${what}`).toBe(303)
        expect(answered.get('location'), `${path} ${what}`).toContain('error=invalid_request')
        continue
      }
      expect(status, `${path} ${what}`).toBeGreaterThanOrEqual(400)
      expect(status, `${path} ${what}`).toBeLessThan(500)
      expect(answered.get('content-type'), `${path} ${what}`).toBe('application/problem+json')
      expect(problem.code, `${path} ${what}`).toMatch(/invalid_request|body_too_large|unsupported_media_type/)
    }
  }
  for (const path of demanding) {
    for (const empty of ['', '{}']) {
      expect((await client.send('POST', path, empty, JSON_TYPE)).body.code, path).toBe('invalid_request')
      asked++
    }
  }
  console.log(`${asked} hostile bodies, all refused`)
  expect((await client.get('/api/me')).status).toBe(200)
  expect(({} as { admin?: boolean }).admin).toBeUndefined()
})

test('BI-09: a problem quotes no value that was sent', async ({ server }) => {
  const { text } = await new Client(server.origin).post('/api/auth/login', {
    email: 1,
    password: 'tell-nobody',
    [`x${PASSWORD}`]: 1,
  })
  expect(text).not.toContain('tell-nobody')
})

test('CS-01, CS-02, CS-03, CS-11, LG-07, CK-10: cross-site, same-site and Origin-less state changes are refused with 403', async ({
  server,
}) => {
  const { client } = await registered(server.origin)
  const port = new URL(server.origin).port
  const cases: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: '' },
    { origin: `http://127.0.0.1:${port}` },
    { origin: `https://localhost:${port}` },
    { origin: 'http://localhost' },
    { origin: `${server.origin}.evil.example` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example', host: 'evil.example' },
  ]
  const calls: [string, string][] = [
    ...takingBodies.map((path): [string, string] => ['POST', path]),
    ['DELETE', '/api/account'],
    ['DELETE', '/api/auth/sessions/x'],
  ]
  for (const [method, path] of calls) {
    for (const headers of cases) {
      const answer = await client.send(method, path, method === 'POST' ? '{}' : undefined, headers)
      expect([answer.status, answer.body.code], `${path} ${JSON.stringify(headers)}`).toEqual([403, 'cross_origin'])
      expect(answer.headers.getSetCookie()).toEqual([])
    }
  }
  expect((await client.get('/api/me')).status, 'still logged in').toBe(200)
})

test('HEAD is answered like GET, without a body, and opens no stream', async ({ server }) => {
  const { client } = await registered(server.origin)
  for (const path of ['/healthz', '/openapi.json', '/api/me', '/api/events']) {
    for (let i = 0; i < 25; i++) expect((await client.send('HEAD', path)).status, path).toBe(200)
  }
  const stream = new AbortController()
  const opened = await fetch(`${server.origin}/api/events`, {
    headers: { cookie: `__Host-access=${client.accessToken}` },
    signal: stream.signal,
  })
  expect(opened.status).toBe(200)
  stream.abort()
})

test('streams that their clients have left count no more', async ({ server }) => {
  const { client } = await registered(server.origin)
  const headers = { cookie: `__Host-access=${client.accessToken}` }
  for (let round = 0; round < 3; round++) {
    const streams = Array.from({ length: 12 }, () => new AbortController())
    const answers = await Promise.all(
      streams.map(({ signal }) => fetch(`${server.origin}/api/events`, { headers, signal })),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    for (const stream of streams) stream.abort()
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
})

test('CK-04, BI-07: garbage in the Cookie header is 401, never 500', async ({ server }) => {
  const { client } = await registered(server.origin)
  for (const cookie of [
    '%%%',
    '__Host-access',
    '__Host-access=',
    '__Host-access=%',
    `__host-access=${client.accessToken}`,
    `access=${client.accessToken}`,
    `__Host-access=${client.accessToken}; __Host-access=x`,
    Array.from({ length: 100 }, (_, i) => `c${i}=1`).join('; '),
    '__proto__=1; constructor=2',
  ]) {
    expect((await new Client(server.origin).get('/api/me', { cookie })).status, cookie.slice(0, 40)).toBe(401)
  }
})

test('TK-17: a token is taken from cookie or bearer, never from a query, and two different ones are refused', async ({
  server,
}) => {
  const { client } = await registered(server.origin)
  const { client: other } = await registered(server.origin)
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const nobody = new Client(server.origin)
  expect((await nobody.get('/api/me', bearer(client.accessToken))).status).toBe(200)
  expect((await nobody.get('/api/me', { authorization: `Basic ${client.accessToken}` })).status).toBe(401)
  expect((await nobody.get('/api/me?access_token=not-here')).status).toBe(401)
  const both = await client.get('/api/me', bearer(other.accessToken))
  expect([both.status, both.body.code]).toEqual([400, 'ambiguous_credentials'])
  const anybody = await client.get('/healthz', bearer(other.accessToken))
  expect(anybody.status, 'what anybody may read asks for no credential').toBe(200)
})

/** What no client library sends. Returns the status; null: the server said nothing before it hung up. */
function raw(origin: string, head: string[], body = ''): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const { hostname, port, host } = new URL(origin)
    const socket = connect(Number(port), hostname)
    let text = ''
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer within 5 s')))
    socket
      .on('error', (error) => ('code' in error ? undefined : reject(error)))
      .on('close', () => resolve(Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1] ?? 0) || null))
    socket.on('data', (chunk) => {
      text += chunk
    })
    const [line, ...lines] = head
    socket.end([line, `host: ${host}`, 'connection: close', ...lines, '', body].join('\r\n'))
  })
}

test('BI-10: a request target that is no path, or more than one, is 400; one with an origin is read as its path', async ({
  server,
}) => {
  const dotted = ['/api/lab/runs/%2e%2e/replay', '/api/../account', '/./account', '/account/%2E']
  for (const target of [
    '*',
    '/\f',
    '/\t',
    'evil.example',
    '/%',
    '/api/lab/runs/%/me',
    '/api/lab/results/%ff',
    ...dotted,
  ])
    for (const method of ['GET', 'POST', 'OPTIONS'])
      expect(await raw(server.origin, [`${method} ${target} HTTP/1.1`]), `${method} ${target}`).toBe(400)
  expect(await raw(server.origin, ['GET http://evil.example/healthz HTTP/1.1'])).toBe(200)
  expect(await raw(server.origin, ['POST http://evil.example/api/auth/login HTTP/1.1'])).toBe(403)
})

test('BI-10: a connection that asks for another protocol is not kept', async ({ server }) => {
  await new Client(server.origin).get('/healthz')
  for (const path of ['/', '/api/events', '/nowhere'])
    expect(await raw(server.origin, [`GET ${path} HTTP/1.1`, 'connection: Upgrade', 'upgrade: websocket'])).toBe(null)
})

test('a body that breaks off is the client’s fault: nothing unexpected is logged', async ({ server }) => {
  const head = ['content-type: application/json', `origin: ${server.origin}`, 'content-length: 100']
  const seen = server.output().length
  for (const path of ['login', 'logout', 'refresh'])
    await raw(server.origin, [`POST /api/auth/${path} HTTP/1.1`, ...head], '{')
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(server.output().slice(seen)).not.toContain('unexpected')
})

test('LO-07, CS-10: a method that an address does not take is 405, with those that it does', async ({ server }) => {
  const client = new Client(server.origin)
  for (const [method, path, allow] of [
    ['PUT', '/api/me', 'GET, HEAD, OPTIONS'],
    ['GET', '/api/auth/logout', 'POST, OPTIONS'],
    ['PATCH', '/api/lab/runs', 'POST, GET, HEAD, OPTIONS'],
    ['POST', '/login', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/nowhere', 'GET, HEAD, OPTIONS'],
  ] as const) {
    const { status, headers, body } = await client.send(method, path)
    expect([status, headers.get('allow'), body.code], `${method} ${path}`).toEqual([405, allow, 'method_not_allowed'])
  }
})

test('a form that no server action sent is refused, never 500', async ({ server }) => {
  const { client } = await registered(server.origin)
  const multipart = { 'content-type': 'multipart/form-data; boundary=x' }
  const post = (body: string, headers: Record<string, string> = {}) =>
    client.send('POST', '/account', body, { ...multipart, ...headers })
  for (const body of ['', '--x', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'])
    expect((await post(body)).body.code, body).toBe('invalid_request')
  for (const origin of ['https://evil.example', 'not a url', 'null'])
    expect((await post('', { origin })).body.code, origin).toBe('cross_origin')
  expect((await post('', { 'next-action': 'x', origin: 'https://evil.example' })).body.code).toBe('cross_origin')
})

test('a router state that nobody can read is as good as none', async ({ server }) => {
  const { client } = await registered(server.origin)
  for (const path of ['/', '/account', '/login'])
    for (const state of ['%', '[]', '{}', '["",{"children":1}]', 'x'.repeat(9_000)]) {
      const headers = { rsc: '1', 'next-router-state-tree': state }
      // Next.js leads to the address that a cache could tell from others.
      const led = await client.get(path, headers)
      const { status } = await client.get(led.headers.get('location') ?? path, headers)
      expect(status, `${path} ${state.slice(0, 30)}`).toBe(200)
    }
})

test('a receipt cookie with an impossible moment is no receipt', async ({ server }) => {
  const end = { refresh: 'revoked', access: 'lives', stolenTokenWorksUntil: 1e300 }
  const receipt = { ended: [], pending: [], cookiesCleared: true, ...end }
  const shown = { action: 'logout', at: 1e300, endedCount: 2, othersOpen: null, receipt }
  for (const change of [{}, { at: 1 }, { at: -1e300 }, { receipt: { ...receipt, stolenTokenWorksUntil: 1 } }]) {
    const value = Buffer.from(JSON.stringify({ ...shown, ...change })).toString('base64url')
    const { status, text } = await new Client(server.origin).get('/logged-out', { cookie: `__Host-receipt=${value}` })
    expect([status, text.includes('Nothing was logged out')], JSON.stringify(change)).toEqual([200, true])
  }
})
