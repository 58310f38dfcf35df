import { operations } from '../../lib/http/contract.ts'
import { settingsFor } from '../../lib/lab/run/presets.ts'
import { Client, PASSWORD, registered } from '../support/client.ts'
import { bearer, claimsOf, LabClient } from '../support/lab.ts'
import { expect, test } from '../support/lab-test.ts'

/** Long enough for a whole test, and an attacker who hardly asks. */
const quiet = (scenario: 'free' | 'forget' = 'free') => settingsFor(scenario, 'production')
const jwtsIn = (text: string) => text.match(/eyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g) ?? []

/** A run with what its browser holds. */
async function started(origin: string, settings = quiet()) {
  const client = new LabClient(origin)
  const { run } = await client.start(settings)
  const { tokens } = await client.tokens(run.id)
  const text = (kind: string) => tokens.find((token) => token.kind === kind)!.text
  return { client, id: run.id, run, access: text('access'), refresh: text('refresh') }
}

test('48 · a token of the lab opens nothing else: not as bearer, not as cookie, not to refresh, not to log out', async ({
  labServer,
}) => {
  const { client: lab, id, access, refresh } = await started(labServer.origin)
  const app = new Client(labServer.origin)
  for (const path of ['/api/me', '/api/auth/sessions', '/api/auth/activity', '/api/account/export', '/api/events']) {
    expect((await app.get(path, bearer(access))).body.code, path).toBe('invalid_token')
    expect((await app.get(path, { cookie: `__Host-access=${access}` })).body.code, path).toBe('invalid_token')
  }
  const cookie = `__Host-access=${access}; __Secure-refresh=${refresh}`
  expect((await app.post('/api/auth/refresh', {}, { cookie })).body.code).toBe('refresh_unknown')
  expect((await app.post('/api/auth/logout-everywhere', {}, { cookie })).status).toBe(401)
  expect((await app.post('/api/auth/logout', {}, { cookie })).body).toMatchObject({ ended: [] })
  expect((await app.get('/account', { cookie })).headers.get('location')).toMatch(/\/(resume|login)/)
  expect((await lab.me(id)).status, 'and nothing of this has touched it').toBe(200)
  expect((await lab.refresh(id)).body.outcome).toBe('rotated')
  await lab.stop(id)
})

test('48 · the login of the product opens nothing in the lab, and nothing there even reads its cookies', async ({
  labServer,
  labDatabase,
}) => {
  const { client: app } = await registered(labServer.origin)
  const { client: lab, id } = await started(labServer.origin)
  const terminal = lab.terminal()
  const reason = () => labDatabase.events(id).findLast(({ by }) => by === 'Your terminal')?.reason

  expect((await terminal.me(id, bearer(app.accessToken))).body.code).toBe('invalid_token')
  expect(reason()).toBe('bad_signature')
  const asLab = `__Host-lab-${id.slice(0, 8)}=${app.accessToken}; __Secure-lab-refresh=${app.refreshToken}`
  expect((await terminal.me(id, { cookie: asLab })).status).toBe(401)
  expect(reason()).toBe('bad_signature')
  const refused = await terminal.send('POST', `/runs/${id}/refresh`, {}, { cookie: asLab })
  expect(refused.body.code).toBe('refresh_unknown')
  const everything = [...app.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  expect((await terminal.me(id, { cookie: everything })).status).toBe(401)
  expect(reason(), 'its cookies by their own names').toBe('missing')
  for (const scope of ['this', 'others', 'everywhere', 'password'] as const)
    await terminal.logout(id, scope, { cookie: `${everything}; ${asLab}` })

  expect((await app.get('/api/me')).status, 'still logged in').toBe(200)
  expect((await app.post('/api/auth/refresh')).status).toBe(200)
  expect((await lab.me(id)).status).toBe(200)
  await lab.stop(id)
})

test('47 · over a whole tour no answer of the API holds a token of the product; those of the lab are of the lab', async ({
  labServer,
}) => {
  const { client: app, email } = await registered(labServer.origin)
  const bodies: string[] = []
  const credentials = { email, password: PASSWORD }
  for (const [method, path, body] of [
    ['GET', '/api/me'],
    ['GET', '/api/auth/sessions'],
    ['GET', '/api/auth/activity'],
    ['GET', '/api/account/export'],
    ['GET', '/openapi.json'],
    ['POST', '/api/auth/refresh', {}],
    ['POST', '/api/auth/reauthenticate', { password: PASSWORD }],
    ['POST', '/api/auth/logout-others', {}],
    ['POST', '/api/auth/login', { ...credentials, strategy: 'rotation' }],
    ['POST', '/api/auth/logout-everywhere', {}],
    ['POST', '/api/auth/login', credentials],
  ] as const) {
    const { status, text } = await app.send(method, path, body)
    expect(status, path).toBe(200)
    bodies.push(text)
  }
  // The same browser: its cookies go along wherever their path allows.
  const lab = new LabClient(labServer.origin)
  lab.cookies = [...app.cookies].map(([name, value]) => ({
    name,
    value,
    path: /^__Host/.test(name) ? '/' : '/api/auth',
  }))
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await lab.send(method, path, body)
    expect(answer.status, path).toBeLessThan(300)
    bodies.push(answer.text)
    return answer.body
  }
  const { run } = await ask('POST', '/runs', { settings: { ...quiet('forget'), storage: 'localStorage' }, guess: null })
  await lab.stop(run.id)
  const { id } = (await ask('POST', '/runs', { settings: quiet(), guess: null })).run
  const stream = lab.events(id)
  for (const verb of ['refresh', 'replay']) await ask('POST', `/runs/${id}/${verb}`, {})
  for (const path of ['', `/${id}`, `/${id}/me`, `/${id}/tokens`]) await ask('GET', `/runs${path}`)
  await ask('POST', `/runs/${id}/logout`, { scope: 'this' })
  const saved = await ask('POST', `/runs/${id}/save`, {})
  await ask('GET', `/results/${saved.id}`)
  await stream.until(() => stream.events.some(({ kind }) => kind === 'revoked'))
  bodies.push(JSON.stringify([stream.events, stream.views, stream.hello]))
  stream.close()
  await lab.stop(id)

  const found = bodies.flatMap(jwtsIn)
  expect(found.length, 'the lab shows its own').toBeGreaterThanOrEqual(3)
  for (const token of found) expect(claimsOf(token).aud).toBe('lab')
  for (const secret of app.cookies.values()) for (const body of bodies) expect(body).not.toContain(secret)
})

test('49 · an edited payload is refused as bad_signature, and so is alg none', async ({ labServer, labDatabase }) => {
  const { client, id, access } = await started(labServer.origin)
  const [header, payload, signature] = access.split('.') as [string, string, string]
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const none = encode({ ...JSON.parse(Buffer.from(header, 'base64url').toString()), alg: 'none' })
  const edited = encode({ ...claimsOf(access), exp: claimsOf(access).exp + 1 })
  const terminal = client.terminal()
  for (const [what, token, reason] of [
    ['edited', `${header}.${edited}.${signature}`, /^bad_signature$/],
    ['none, with the signature', `${none}.${payload}.${signature}`, /^(bad_signature|malformed)$/],
    ['none, without', `${none}.${payload}.`, /^(bad_signature|malformed)$/],
    ['half', `${header}.${payload}`, /^malformed$/],
    ['another signature', `${header}.${payload}.${'A'.repeat(43)}`, /^bad_signature$/],
  ] as const) {
    const answer = await terminal.me(id, bearer(token))
    expect([answer.status, answer.body.code, answer.headers.get('www-authenticate')], what).toEqual([
      401,
      'invalid_token',
      'Bearer error="invalid_token"',
    ])
    expect(answer.text, 'the reason stands in the diary alone').not.toMatch(/signature|malformed/)
    expect(labDatabase.events(id).findLast(({ by }) => by === 'Your terminal')!.reason, what).toMatch(reason)
  }
  expect((await terminal.me(id, bearer(access))).status, 'as it was issued').toBe(200)
  await client.stop(id)
})

test('a guest sees no run but their own: for everybody else it is not there', async ({ recorded, labServer }) => {
  const { id } = recorded.denylist
  const stranger = new LabClient(labServer.origin)
  const guest = (await started(labServer.origin)).client
  for (const client of [stranger, guest]) {
    for (const [method, verb] of [
      ['GET', ''],
      ['GET', '/events'],
      ['GET', '/tokens'],
      ['POST', '/replay'],
      ['POST', '/stop'],
      ['POST', '/save'],
    ] as const) {
      const answer = await client.send(method, `/runs/${id}${verb}`, method === 'POST' ? {} : undefined)
      expect([answer.status, answer.body.code], verb).toEqual([404, 'run_not_found'])
    }
    expect((await client.runs()).runs.map((run) => run.id)).not.toContain(id)
  }
  for (const { id: own } of (await guest.runs()).runs) await guest.stop(own)
})

test('LABS=off: every address of the lab is 404 labs_off, whatever is sent', async ({ labServer, recorded }) => {
  const off = await labServer.twin({ LABS: 'off' })
  try {
    const routes = Object.values(operations).filter(({ auth }) => auth === 'lab')
    expect(routes.length).toBeGreaterThanOrEqual(12)
    for (const { method, path } of routes) {
      const url = off.origin + path.replace('{id}', recorded.denylist.id)
      const answer = await fetch(url, { method, body: method === 'POST' ? '{' : undefined })
      expect([answer.status, (await answer.json()).code], path).toEqual([404, 'labs_off'])
      expect(answer.headers.getSetCookie()).toEqual([])
    }
  } finally {
    await off.stop()
  }
})
