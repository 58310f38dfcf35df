import { Client, form, newEmail, PASSWORD, registered } from '../support/client.ts'
import { expect, test } from '../support/test.ts'

const attributesOf = (line: string) => line.split('; ').slice(1)

test('CK-01, CK-02: cookies: HttpOnly, Secure, no Domain; the access token everywhere, the refresh token to /api/auth alone', async ({
  server,
}) => {
  const { headers, body } = await new Client(server.origin).post('/api/auth/register', {
    email: newEmail(),
    password: PASSWORD,
  })
  const cookies = Object.fromEntries(headers.getSetCookie().map((line) => [line.split('=')[0], line]))
  const access = attributesOf(cookies['__Host-access']!)
  expect(access).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']))
  for (const name of ['__Secure-refresh', '__Secure-holder', '__Secure-device']) {
    expect(attributesOf(cookies[name]!), name).toEqual(
      expect.arrayContaining(['Path=/api/auth', 'HttpOnly', 'Secure', 'SameSite=Strict']),
    )
  }
  for (const line of Object.values(cookies)) expect(line).not.toMatch(/domain/i)
  const maxAge = Number(/Max-Age=(\d+)/.exec(cookies['__Host-access']!)?.[1])
  expect(maxAge).toBeLessThanOrEqual(body.session.accessExpiresAt - body.now)
  expect(headers.get('cache-control')).toBe('no-store')
})

test('CK-05, LG-10: a login writes or clears every token cookie, so that none of the session before survives', async ({
  server,
}) => {
  const { client, email } = await registered(server.origin)
  const before = client.copy()
  const { headers } = await client.post('/api/auth/login', { email, password: PASSWORD, strategy: 'denylist' })
  const cleared = headers.getSetCookie().filter((line) => /Max-Age=0/.test(line))
  expect(cleared.map((line) => line.split('=')[0])).toEqual(
    expect.arrayContaining(['__Secure-refresh', '__Secure-holder']),
  )
  expect((await before.get('/api/me')).status, 'the session it came with has ended').toBe(401)
  expect((await before.post('/api/auth/refresh')).body.code).toBe('session_revoked')
})

test('RT-17, CK-07: no answer of the API holds a token', async ({ server }) => {
  const { client } = await registered(server.origin)
  for (const path of [
    '/api/me',
    '/api/auth/sessions',
    '/api/auth/activity',
    '/api/account/export',
    '/openapi.json',
    '/readyz',
  ]) {
    const { status, text, headers } = await client.get(path)
    expect(status, path).toBe(200)
    expect(headers.get('cache-control'), path).toBe('no-store')
    for (const value of client.cookies.values()) expect(text, path).not.toContain(value)
    expect(text, path).not.toMatch(/eyJ|jlt_rt_/)
  }
})

test('LG-08, LG-09: after credentials a form is answered 303, and ?next= never leaves the origin', async ({
  server,
}) => {
  const { email } = await registered(server.origin)
  for (const next of [
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    '/..//evil.example',
    '/api/auth/logout',
    '/login',
    'javascript:alert(1)',
    '',
  ]) {
    const sent = new URLSearchParams({ email, password: PASSWORD, strategy: 'combined', next })
    const { status, headers } = await new Client(server.origin).post('/api/auth/login', sent.toString(), form)
    expect(status).toBe(303)
    expect(headers.get('location'), JSON.stringify(next)).toBe(`${server.origin}/account`)
  }
  const sent = new URLSearchParams({ email, password: PASSWORD, strategy: 'combined', next: '/about?a=1#b' })
  const { headers } = await new Client(server.origin).post('/api/auth/login', sent.toString(), form)
  expect(headers.get('location')).toBe(`${server.origin}/about?a=1#b`)
})

test('LG-03, LG-05: guesses are limited before they are hashed, the wait is told, and a known browser still gets in', async ({
  server,
}) => {
  const limited = await server.twin({
    LOGIN_LIMIT_ACCOUNT: '5/60',
    LOGIN_LIMIT_ADDRESS: '200/60',
    TRUSTED_PROXIES: '127.0.0.1,::1',
  })
  const origin = limited.origin
  const from = (address: string) => ({ origin: server.origin, 'x-forwarded-for': address })
  try {
    const { client, email } = await registered(server.origin)
    const guess = { email, password: 'not the password' }
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => new Client(origin).post('/api/auth/login', guess, from('10.0.0.1'))),
    )
    expect(
      answers.filter(({ status }) => status === 401),
      'forty at once get no more than five',
    ).toHaveLength(5)
    const refused = answers.find(({ status }) => status === 429)!
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.body.code).toBe('too_many_attempts')

    for (let i = 0; i < 60; i++) await new Client(origin).post('/api/auth/login', guess, from(`10.0.1.${i}`))
    const right = { email, password: PASSWORD }
    const stranger = await new Client(origin).post('/api/auth/login', right, from('10.0.2.1'))
    expect(stranger.status, 'account-wide, a browser that never logged in must wait').toBe(429)
    const known = client.copy(origin)
    expect((await known.post('/api/auth/login', right, from('10.0.2.2'))).status, 'its owner gets in').toBe(200)
  } finally {
    await limited.stop()
  }
})

test('AU-05: an address that a client writes itself is not believed', async ({ server }) => {
  const limited = await server.twin({ LOGIN_LIMIT_ACCOUNT: '3/60' })
  const origin = limited.origin
  try {
    const { email } = await registered(server.origin)
    const statuses: number[] = []
    for (let i = 0; i < 5; i++) {
      const headers = {
        origin: server.origin,
        'x-forwarded-for': `10.9.9.${i}`,
        forwarded: `for=10.9.9.${i}`,
        'x-real-ip': `10.9.9.${i}`,
      }
      statuses.push((await new Client(origin).post('/api/auth/login', { email, password: 'wrong' }, headers)).status)
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429])
  } finally {
    await limited.stop()
  }
})

test('LABS=off offers no strategy but combined', async ({ server }) => {
  const plain = await server.twin({ LABS: 'off' })
  const origin = plain.origin
  try {
    const { email } = await registered(server.origin)
    for (const strategy of ['client-side', 'denylist', 'rotation']) {
      const refused = await new Client(origin).post(
        '/api/auth/login',
        { email, password: PASSWORD, strategy },
        { origin: server.origin },
      )
      expect([refused.status, refused.body.code]).toEqual([400, 'strategy_unavailable'])
    }
    expect(
      (await new Client(origin).post('/api/auth/login', { email, password: PASSWORD }, { origin: server.origin }))
        .status,
    ).toBe(200)
  } finally {
    await plain.stop()
  }
})
