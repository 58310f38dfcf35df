import { expect, test } from 'vitest'
import { credentials, LIFETIMES, openTestAuth } from '../auth/testing.ts'
import { readBody } from './body.ts'
import { clearedTokenCookies, readCookie, setCookie, tokenCookies } from './cookies.ts'
import { safeNext } from './next-path.ts'
import { openApiDocument } from './openapi.ts'
import { problem, problemCodeOf } from './problem.ts'
import { isSameOrigin } from './same-origin.ts'
import { requests } from './schemas.ts'
import { AmbiguousTokens, readTokens } from './tokens.ts'

const ORIGIN = 'https://app.example'
const post = (body: BodyInit | undefined, type?: string) =>
  new Request(`${ORIGIN}/`, { method: 'POST', body, headers: type ? { 'content-type': type } : {} })

test.each([
  ['/account', '/account'],
  ['/account?a=1#b', '/account?a=1#b'],
  ['/about', '/about'],
  ['//evil.example', '/account'],
  ['/\\evil.example', '/account'],
  ['\\/evil.example', '/account'],
  ['/\t/evil.example', '/account'],
  ['/\n/evil.example', '/account'],
  ['/..//evil.example', '/account'],
  ['/./\\evil.example', '/account'],
  ['https://evil.example/account', '/account'],
  ['https:evil.example', '/account'],
  ['javascript:alert(1)', '/account'],
  [' /account', '/account'],
  ['', '/account'],
  ['/login', '/account'],
  ['/resume?next=/resume', '/account'],
  ['/logged-out', '/account'],
  ['/api/auth/logout', '/account'],
  [['/a', '/b'], '/account'],
  [undefined, '/account'],
  [null, '/account'],
])('LG-08, BI-08: ?next=%j leads to %j: never off the origin, never in a circle', (next, expected) => {
  expect(safeNext(next, ORIGIN)).toBe(expected)
})

test.each([
  ['access', '__Host-access=x; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax'],
  ['refresh', '__Secure-refresh=x; Max-Age=60; Path=/api/auth; HttpOnly; Secure; SameSite=Strict'],
  ['holder', '__Secure-holder=x; Max-Age=60; Path=/api/auth; HttpOnly; Secure; SameSite=Strict'],
  ['unfinished', '__Secure-unfinished=x; Max-Age=60; Path=/api/auth/logout; HttpOnly; Secure; SameSite=Strict'],
  ['device', '__Secure-device=x; Max-Age=60; Path=/api/auth; HttpOnly; Secure; SameSite=Strict'],
  ['receipt', '__Host-receipt=x; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax'],
] as const)(
  'CK-01, CK-02: the cookie %s is hidden from scripts and from neighbours, and goes no further than it must',
  (name, line) => {
    expect(setCookie(name, 'x', 60)).toBe(line)
  },
)

test('RT-10, CK-08: no cookie of a login outlives what it carries, and none of the session before is left', async () => {
  const { auth, clock } = await openTestAuth()
  await auth.register(credentials())
  const agesOf = (lines: string[]) => lines.map((line) => line.replace(/^([^=]+)=.*Max-Age=(\d+);.*$/, '$1 $2'))
  expect(agesOf(tokenCookies(await auth.login(credentials('combined')), clock()))).toEqual([
    `__Host-access ${LIFETIMES.access}`,
    `__Secure-refresh ${LIFETIMES.refreshIdle}`,
    `__Secure-holder ${LIFETIMES.refreshIdle}`,
  ])
  expect(agesOf(tokenCookies(await auth.login(credentials('denylist')), clock()))).toEqual([
    `__Host-access ${LIFETIMES.longAccess}`,
    '__Secure-refresh 0',
    '__Secure-holder 0',
  ])
})

test('CK-03: a cookie is cleared with the attributes it was set with', () => {
  const attributes = (line: string) => line.replace(/^[^;]*|; Max-Age=\d+/g, '')
  const set = [
    setCookie('access', 'x', 60),
    setCookie('refresh', 'x', 60),
    setCookie('holder', 'x', 60),
    setCookie('unfinished', 'x', 60),
  ]
  expect(clearedTokenCookies().map(attributes)).toEqual(set.map(attributes))
  for (const line of clearedTokenCookies()) expect(line).toMatch(/^__\w+-\w+=; Max-Age=0/)
})

test('CK-08: a cookie never outlives its token: Max-Age is rounded down', () => {
  expect(setCookie('access', 'x', 59.9)).toContain('Max-Age=59')
  expect(setCookie('access', 'x', -1)).toContain('__Host-access=; Max-Age=0')
})

test('CK-06: a cookie that a browser would drop is refused here', () => {
  expect(() => setCookie('receipt', 'x'.repeat(4100), 60)).toThrow(RangeError)
})

test('CK-04: a cookie that came twice is not read: nobody picks one of two', () => {
  expect(readCookie(new Headers({ cookie: 'a=1; __Host-access=one' }), 'access')).toBe('one')
  expect(readCookie(new Headers({ cookie: '__Host-access=one; __Host-access=two' }), 'access')).toBeNull()
  expect(readCookie(new Headers({ cookie: '__host-access=one; x__Host-access=two' }), 'access')).toBeNull()
})

test('a percent-coded spelling of a token is another text, not another token', () => {
  expect(readCookie(new Headers({ cookie: '__Host-access=a%2Eb' }), 'access')).toBe('a%2Eb')
})

test('TK-17: cookie and bearer with different tokens are refused; the same one twice is one', () => {
  const headers = (cookie: string, bearer: string) =>
    new Headers({ cookie: `__Host-access=${cookie}`, authorization: `Bearer ${bearer}` })
  expect(() => readTokens(headers('a', 'b'))).toThrow(AmbiguousTokens)
  expect(readTokens(headers('a', 'a')).accessToken).toBe('a')
})

test.each([
  [{ origin: ORIGIN }, true],
  [{ origin: ORIGIN, 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'same-origin' }, false],
  [{}, false],
  [{ origin: 'null' }, false],
  [{ origin: 'http://app.example' }, false],
  [{ origin: 'https://app.example:8443' }, false],
  [{ origin: 'https://app.example.evil' }, false],
  [{ origin: ORIGIN, 'sec-fetch-site': 'same-site' }, false],
  [{ origin: ORIGIN, 'sec-fetch-site': 'cross-site' }, false],
  [{ origin: ORIGIN, 'sec-fetch-site': 'none' }, false],
])('CS-01, CS-02: a state change with %j: %j', (headers, expected) => {
  expect(isSameOrigin(new Headers(headers as Record<string, string>), ORIGIN)).toBe(expected)
})

test('BI-02: a body is read up to 16 kB and no further, with or without a declared length', async () => {
  let pulled = 0
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1024
      controller.enqueue(new Uint8Array(1024))
    },
  })
  const request = new Request(`${ORIGIN}/`, {
    method: 'POST',
    body: endless,
    duplex: 'half',
    headers: { 'content-type': 'application/json' },
  } as RequestInit)
  expect(await readBody(request, requests.nothing, { form: false })).toMatchObject({
    ok: false,
    code: 'body_too_large',
  })
  expect(pulled).toBeLessThan(32 * 1024)
})

test.each([
  ['{"__proto__":{"x":1}}', 'invalid_request'],
  ['{"next":"/a","next2":1}', 'invalid_request'],
  ['[]', 'invalid_request'],
  ['{', 'invalid_request'],
])('BI-03: the body %s is refused as %s', async (body, code) => {
  expect(await readBody(post(body, 'application/json'), requests.nothing, { form: false })).toMatchObject({
    ok: false,
    code,
  })
})

test('CS-04, BI-04, BI-08: a form is taken only where the contract says so, and its fields only once', async () => {
  const type = 'application/x-www-form-urlencoded'
  expect(await readBody(post('next=/a', type), requests.nothing, { form: true })).toMatchObject({
    ok: true,
    value: { next: '/a' },
  })
  expect(await readBody(post('next=/a', type), requests.nothing, { form: false })).toMatchObject({
    code: 'unsupported_media_type',
  })
  expect(await readBody(post('next=/a&next=/b', type), requests.nothing, { form: true })).toMatchObject({
    code: 'invalid_request',
  })
  expect(await readBody(post('__proto__=1', type), requests.nothing, { form: true })).toMatchObject({
    code: 'invalid_request',
  })
})

test('TK-16: why an access token was refused is never on the wire', async () => {
  const codes = ['missing', 'malformed', 'bad_signature', 'expired', 'denied_session', 'denied_version'] as const
  const bodies = await Promise.all(codes.map((code) => problem(problemCodeOf(code)).text()))
  expect(new Set(bodies).size).toBe(1)
  expect(problemCodeOf('refresh_reused')).toBe('refresh_reused')
})

test('the OpenAPI document is made of the schemas that parse the requests', () => {
  const document = JSON.parse(JSON.stringify(openApiDocument(ORIGIN)))
  expect(document.openapi).toBe('3.1.0')
  const login = document.paths['/api/auth/login'].post
  const schema = login.requestBody.content['application/json'].schema
  expect(schema.additionalProperties).toBe(false)
  expect(schema.required).toEqual(['email', 'password'])
  expect(schema.properties.strategy.enum).toEqual(['client-side', 'denylist', 'rotation', 'combined'])
  expect(Object.keys(login.responses)).toEqual(
    expect.arrayContaining(['200', '303', '400', '401', '403', '429', '503']),
  )
})
