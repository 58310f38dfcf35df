import { expect, test } from '@playwright/test'
import * as oauth from 'oauth4webapi'
import { claimsOf } from '../../lib/auth/testing.ts'
import { settingsFor } from '../../lib/lab/run/presets.ts'
import { type Client, loggedIn, registered } from '../support/client.ts'
import { LabClient } from '../support/lab.ts'
import { remember } from '../support/secrets.ts'
import { newSecret, type RunningServer, startServer } from '../support/server.ts'

// Milliseconds; the server starts within the first.
test.describe.configure({ timeout: 120_000 })

// A client library of others, as it is: the only option says that this machine is reached without TLS.
const http = { [oauth.allowInsecureRequests]: true }
const secret = newSecret()
const program: oauth.Client = { client_id: 'orders' }
/** Whoever has a token may revoke it: a public client. */
const holder: oauth.Client = { client_id: 'anybody' }

let server: RunningServer
let as: oauth.AuthorizationServer
let email: string

test.beforeAll(async () => {
  remember(secret)
  server = await startServer({ INTROSPECTION_CLIENTS: `${program.client_id}:${secret}` })
  const issuer = new URL(server.origin)
  const discovered = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...http })
  as = await oauth.processDiscoveryResponse(issuer, discovered)
  email = (await registered(server.origin)).email
})
test.afterAll(() => server.stop())

async function introspect(token: string, shown = oauth.ClientSecretBasic(secret)) {
  const response = await oauth.introspectionRequest(as, program, shown, token, http)
  return oauth.processIntrospectionResponse(as, program, response)
}

const revoke = async (token: string) =>
  oauth.processRevocationResponse(await oauth.revocationRequest(as, holder, oauth.None(), token, http))

const statusOf = async (client: Client) => (await client.get('/api/me')).status

test('RFC 8414: the metadata names both endpoints, and how a client shows itself at each', () => {
  expect(as).toMatchObject({
    issuer: server.origin,
    revocation_endpoint: `${server.origin}/oauth/revoke`,
    revocation_endpoint_auth_methods_supported: ['none'],
    introspection_endpoint: `${server.origin}/oauth/introspect`,
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  })
})

for (const strategy of ['denylist', 'combined']) {
  test(`RV-02: ${strategy}: an access token is active, is revoked, and is refused at the next request, with all of its session`, async () => {
    const client = await loggedIn(server.origin, email, strategy)
    const { sub, sid, jti, exp, iat, iss, aud } = claimsOf(client.accessToken)
    const told = { active: true, token_type: 'Bearer', sub, sid, jti, exp, iat, iss, aud }
    expect(await introspect(client.accessToken)).toEqual(told)
    expect(await introspect(client.accessToken, oauth.ClientSecretPost(secret))).toEqual(told)
    expect(await statusOf(client)).toBe(200)
    const renewed = client.copy()
    if (strategy === 'combined') expect((await renewed.post('/api/auth/refresh')).status).toBe(200)

    await revoke(client.accessToken)
    for (const copy of [client, renewed]) {
      expect(await statusOf(copy)).toBe(401)
      expect(await introspect(copy.accessToken)).toEqual({ active: false })
    }
    if (strategy === 'combined') {
      expect(await introspect(renewed.refreshToken)).toEqual({ active: false })
      expect((await renewed.post('/api/auth/refresh')).body.code).toBe('session_revoked')
    }
    await revoke(client.accessToken)
  })
}

for (const strategy of ['client-side', 'rotation']) {
  test(`${strategy}: an access token cannot be called back, and the answer says so; nothing was changed`, async () => {
    const client = await loggedIn(server.origin, email, strategy)
    await expect(revoke(client.accessToken)).rejects.toMatchObject({ error: 'unsupported_token_type', status: 400 })
    expect(await statusOf(client)).toBe(200)
    expect((await introspect(client.accessToken)).active).toBe(true)
    if (strategy === 'rotation') expect((await client.post('/api/auth/refresh')).status).toBe(200)
    // After a logout as before: introspection says what a request would find.
    const copy = client.copy()
    await client.post('/api/auth/logout')
    expect([await statusOf(copy), (await introspect(copy.accessToken)).active]).toEqual([200, true])
  })
}

for (const strategy of ['rotation', 'combined']) {
  test(`${strategy}: a refresh token is active for the issuer alone, is revoked, and renews nothing any more`, async () => {
    const client = await loggedIn(server.origin, email, strategy)
    const parent = client.refreshToken
    expect((await client.post('/api/auth/refresh')).status).toBe(200)
    const { sub, sid } = claimsOf(client.accessToken)
    const { token_type, aud, ...told } = await introspect(client.refreshToken)
    expect([token_type, aud, told.active, told.sub, told.sid]).toEqual([undefined, server.origin, true, sub, sid])
    expect(await introspect(parent), 'an earlier generation').toEqual({ active: false })
    expect(await statusOf(client), 'which was no alarm').toBe(200)

    await revoke(client.refreshToken)
    expect(await introspect(client.refreshToken)).toEqual({ active: false })
    expect((await client.post('/api/auth/refresh')).body.code).toBe('session_revoked')
    const lives = strategy === 'rotation'
    expect(await statusOf(client)).toBe(lives ? 200 : 401)
    expect((await introspect(client.accessToken)).active).toBe(lives)
  })
}

test('RV-15, RT-12: what is no token of ours is revoked without a word and is not active; the lab’s tokens are none of ours', async () => {
  const lab = new LabClient(server.origin)
  const settings = { ...settingsFor('free', 'slow'), strategy: 'combined' as const, poll: 5, logoutAt: null }
  const { run } = await lab.start(settings)
  const tokens = JSON.stringify(await lab.tokens(run.id)).match(/eyJ[\w-]+\.[\w-]+\.[\w-]+|jlt_rt_[\w-]{96}/g)!
  expect(new Set(tokens.map((token) => token.slice(0, 3)))).toEqual(new Set(['eyJ', 'jlt']))
  for (const token of ['garbage', 'a.b.c', `jlt_rt_${'A'.repeat(96)}`, ...tokens]) {
    await revoke(token)
    expect(await introspect(token)).toEqual({ active: false })
  }
  expect((await lab.me(run.id)).status, 'in the lab it is still good').toBe(200)
  await lab.stop(run.id)
})

test('a program that does not show its secret is told nothing about any token', async () => {
  const client = await loggedIn(server.origin, email)
  for (const token of [client.accessToken, 'garbage'])
    for (const shown of [oauth.None(), oauth.ClientSecretBasic(newSecret()), oauth.ClientSecretPost(newSecret())]) {
      const challenge = [{ scheme: 'basic', parameters: { realm: 'oauth' } }]
      await expect(introspect(token, shown)).rejects.toMatchObject({ status: 401, cause: challenge })
    }
})
