import { afterEach, expect, test } from 'vitest'
import { GET as metadata } from '../../app/.well-known/oauth-authorization-server/route.ts'
import { POST as introspect } from '../../app/oauth/introspect/route.ts'
import { POST as revoke } from '../../app/oauth/revoke/route.ts'
import { freePort } from '../../db/testing/free-port.ts'
import { credentials } from '../auth/testing.ts'
import { log } from './log.ts'
import { newSecret, ORIGIN, openTestServer } from './testing.ts'

log.level = 'silent'
let close = async () => {}
afterEach(() => close())

const NAME = 'orders'
const secret = newSecret()
const basic = (id: string, word: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${word}`).toString('base64')}`,
})
const CLIENT = basic(NAME, secret)
const FORM = 'application/x-www-form-urlencoded'

/** The routes over a server of their own; requests come from no browser, with no Origin and no cookie. */
async function open(more: Record<string, string> = {}) {
  const opened = await openTestServer({ INTROSPECTION_CLIENTS: `${NAME}:${secret},stock:${newSecret()}`, ...more })
  close = opened.close
  const { auth } = opened.server
  async function send(
    route: typeof revoke,
    fields: Record<string, string> | string,
    headers: Record<string, string> = {},
  ) {
    const body = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString()
    const sent = { 'content-type': FORM, ...headers }
    const request = new Request(`${ORIGIN}/`, { method: 'POST', body, headers: sent })
    const response = await route(request, { params: Promise.resolve({}) })
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('content-type')).toBe('application/json')
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  const ask = (token: string, headers: Record<string, string> = CLIENT) => send(introspect, { token }, headers)
  const end = (token: string) => send(revoke, { token })
  return { ...opened, auth, send, ask, end, login: await auth.register(credentials()) }
}

test('a client shows its secret as Basic or in the form; whoever shows none, a wrong one, or both at once is told nothing', async () => {
  const { send, ask, login } = await open()
  const token = login.accessToken
  const good = [
    await ask(token),
    await ask(token, { authorization: CLIENT.authorization.replace('Basic ', 'basic  ') }),
    // RFC 6749, section 2.3.1: both are encoded as in a form.
    await ask(
      token,
      basic(
        '%6Frders',
        secret.replace(/./, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
      ),
    ),
    await send(introspect, { token, client_id: NAME, client_secret: secret }),
    await send(introspect, { token, client_id: NAME, token_type_hint: 'refresh_token', more: 'x' }, CLIENT),
  ]
  for (const { status, body } of good) expect([status, body.active]).toEqual([200, true])

  const wrong = [
    await ask(token, {}),
    await ask(token, basic(NAME, newSecret())),
    await ask(token, basic('nobody', secret)),
    await ask(token, basic('stock', secret)),
    await ask(token, basic(NAME, '')),
    await ask(token, basic(NAME, `${secret}%`)),
    await ask(token, basic(`${NAME}:${secret}`, secret)),
    await ask(token, { authorization: `Bearer ${token}` }),
    await ask(token, { authorization: `Basic ${secret}` }),
    await ask(token, { authorization: 'Basic' }),
    await ask('made up', {}),
    await send(introspect, { token, client_id: NAME, client_secret: newSecret() }),
    await send(introspect, { token, client_id: NAME, client_secret: '' }),
    await send(introspect, { token, client_secret: secret }),
  ]
  for (const { status, headers, body } of wrong) {
    expect([status, body]).toEqual([401, wrong[0]!.body])
    expect(headers.get('www-authenticate')).toBe('Basic realm="oauth"')
  }
  expect(wrong[0]!.body).toEqual({ error: 'invalid_client', error_description: expect.any(String) })

  const twice = [
    await send(introspect, { token, client_id: NAME, client_secret: secret }, CLIENT),
    await send(introspect, { token, client_id: 'stock' }, CLIENT),
  ]
  for (const { status, body } of twice) expect([status, body.error]).toEqual([400, 'invalid_request'])
})

test('where no client is configured nobody may introspect, and the metadata does not offer it', async () => {
  const { ask, login } = await open({ INTROSPECTION_CLIENTS: '' })
  expect((await ask(login.accessToken)).status).toBe(401)
  expect((await ask(login.accessToken, basic('', ''))).status).toBe(401)
  const response = await metadata(new Request(`${ORIGIN}/`), { params: Promise.resolve({}) })
  expect(await response.json()).toEqual({
    issuer: ORIGIN,
    jwks_uri: `${ORIGIN}/.well-known/jwks.json`,
    response_types_supported: [],
    revocation_endpoint: `${ORIGIN}/oauth/revoke`,
    revocation_endpoint_auth_methods_supported: ['none'],
  })
})

test('RV-15: revoking twice, or what is no token of ours, is 200; a token that cannot be called back is said to be so', async () => {
  const { auth, ask, end, login } = await open({ LABS: 'on' })
  for (const text of ['garbage', 'a.b.c', `jlt_rt_${'A'.repeat(96)}`, 'x'.repeat(9_000)])
    expect(await end(text)).toMatchObject({ status: 200, body: { ended: [] } })
  const done = {
    status: 200,
    body: { ended: [{ sessionId: login.session.id }], access: 'denied', cookiesCleared: false },
  }
  expect(await end(login.refreshToken!)).toMatchObject(done)
  expect(await end(login.accessToken)).toMatchObject(done)
  expect((await ask(login.accessToken)).body).toEqual({ active: false })
  for (const strategy of ['client-side', 'rotation'] as const) {
    const { accessToken } = await auth.login(credentials(strategy))
    const { status, body } = await end(accessToken)
    expect([status, body.error]).toEqual([400, 'unsupported_token_type'])
    expect((await ask(accessToken)).body.active, 'as it was said').toBe(true)
  }
})

test('TK-17: a token counts in the form alone, once: not in the query, in a cookie, as a bearer or as JSON', async () => {
  const { send, auth, login } = await open()
  const { accessToken: token } = login
  const cookie = `__Host-access=${token}; __Secure-refresh=${login.refreshToken}`
  const refused = [
    await send(revoke, '', { cookie }),
    await send(revoke, '', { authorization: `Bearer ${token}` }),
    await send(revoke, 'token=', { cookie }),
    await send(revoke, `access_token=${token}`),
    await send(revoke, `token=${token}&token=${token}`),
    await send(revoke, JSON.stringify({ token }), { 'content-type': 'application/json' }),
    await send(revoke, `token=${token}`, { 'content-type': 'text/plain' }),
    await send(revoke, `token=${'x'.repeat(17_000)}`),
  ]
  expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 415, 415, 413])
  for (const { body } of refused) expect(body.error).toBe('invalid_request')
  const request = new Request(`${ORIGIN}/?token=${token}`, { method: 'POST', headers: { 'content-type': FORM } })
  expect((await revoke(request, { params: Promise.resolve({}) })).status).toBe(400)
  await auth.authenticate(token)
})

test('no cookie is read and none is written, so no other site can end a login here, and a program needs no Origin', async () => {
  const { send, auth, login } = await open()
  const cookie = `__Host-access=${login.accessToken}; __Secure-refresh=${login.refreshToken}`
  const another = await auth.login(credentials())
  for (const origin of ['https://evil.example', 'null', ORIGIN]) {
    const { status, headers } = await send(revoke, { token: another.accessToken }, { origin, cookie })
    expect([status, headers.getSetCookie()]).toEqual([200, []])
  }
  await auth.authenticate(login.accessToken)
})

test('a revocation that is not confirmed is no success: 503, to be tried again', async () => {
  const { end, login } = await open({ DENYLIST_URL: `redis://127.0.0.1:${await freePort()}` })
  const { status, headers, body } = await end(login.accessToken)
  expect([status, body.error]).toEqual([503, 'temporarily_unavailable'])
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
})

test('where no store answers, introspection says neither active nor inactive: 503', async () => {
  const { ask, login, server } = await open()
  await server.database.close()
  close = async () => {}
  for (const token of [login.accessToken, login.refreshToken!]) {
    const { status, body } = await ask(token)
    expect([status, body.error, body.active]).toEqual([503, 'temporarily_unavailable', undefined])
  }
  expect((await ask('made up')).body, 'no store is asked about it').toEqual({ active: false })
})
