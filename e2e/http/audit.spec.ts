import Database from 'better-sqlite3'
import { claimsOf } from '../../lib/auth/testing.ts'
import type { AuditEntry } from '../../lib/http/audit.ts'
import { actionForm } from '../support/action-form.ts'
import { Client, loggedIn, PASSWORD, registered } from '../support/client.ts'
import { remember } from '../support/secrets.ts'
import { startServer } from '../support/server.ts'
import { expect, test } from '../support/test.ts'

const FROM = '203.0.113.7'
const fileOf = (env: Record<string, string>) => env.DATABASE_URL!.slice('file:'.length)
const linesOf = (text: string): AuditEntry[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))

async function download(client: Client): Promise<AuditEntry[]> {
  return linesOf((await client.get('/api/account/audit')).text)
}

/** What belongs to no account, as the database has it. */
function readAll(env: Record<string, string>) {
  const database = new Database(fileOf(env), { readonly: true })
  const rows = database.prepare('select event, code, account_id, address, count from audit_event').all()
  database.close()
  return rows as { event: string; code: string; account_id: string | null; address: string; count: number }[]
}

test('AU-02: each act is a line of the owner’s download, with UTC time, session, address and request, and of nobody else’s', async () => {
  const server = await startServer({ ROTATION_LEEWAY: '0' })
  const { client, email } = await registered(server.origin)
  const { client: stranger } = await registered(server.origin)
  const guess = { email, password: 'not the password' }
  expect((await new Client(server.origin).post('/api/auth/login', guess)).status).toBe(401)
  const thief = client.copy()
  for (let i = 0; i < 2; i++) expect((await client.post('/api/auth/refresh')).status).toBe(200)
  expect((await thief.post('/api/auth/refresh')).body.code).toBe('refresh_reused')
  expect((await thief.get('/api/me')).status).toBe(401)
  const owner = await loggedIn(server.origin, email)
  const other = await loggedIn(server.origin, email)
  const otherSession = claimsOf(other.accessToken).sid
  await other.post('/api/auth/logout')
  await loggedIn(server.origin, email)
  await owner.post('/api/auth/logout-others')
  await owner.post('/api/auth/reauthenticate', { password: guess.password })

  const seen = async () => (await download(owner)).map(({ event, code }) => `${event} ${code}`)
  await expect
    .poll(seen)
    .toEqual(
      expect.arrayContaining([
        'registered null',
        'login_failed null',
        'refreshed null',
        'refresh_reused refresh_reused',
        'denied denied_session',
        'logged_in_new_device null',
        'session_ended logged_out',
        'session_ended logged_out_others',
        'reauthentication_failed reauthenticate',
      ]),
    )
  const answer = await owner.get('/api/account/audit')
  expect(answer.headers.get('content-type')).toBe('application/x-ndjson')
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="/)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const lines = linesOf(answer.text)
  for (const { time, at, address, request } of lines) {
    expect(Date.parse(time) / 1000).toBeCloseTo(at, 2)
    expect([time.endsWith('Z'), address?.length, request?.length]).toEqual([true, expect.any(Number), 36])
  }
  expect(lines.find(({ code }) => code === 'logged_out')!.session).toBe(otherSession)
  expect(server.output(), 'the log has the same request').toContain(
    lines.find(({ event }) => event === 'denied')!.request!,
  )
  expect((await owner.get('/api/account/export')).body.audit).toEqual(lines)
  expect(await download(stranger)).toHaveLength(1)
  expect((await thief.get('/api/account/audit')).status, 'an ended session').toBe(401)
  expect((await new Client(server.origin).get('/api/account/audit')).status).toBe(401)
  await server.stop()
})

test('AU-02, AU-03, AU-05: refusals that concern no account have the address by trusted hops, and nothing that was typed', async () => {
  const server = await startServer({ LOGIN_LIMIT_ACCOUNT: '3/60' })
  const behind = await server.twin({ TRUSTED_PROXIES: '127.0.0.1,::1' })
  const typed = 'a password as the name'
  remember(typed)
  const guess = { email: typed, password: PASSWORD }
  const forged = { 'x-forwarded-for': FROM, forwarded: `for=${FROM}`, 'x-real-ip': FROM }
  for (let i = 0; i < 5; i++) await new Client(server.origin).post('/api/auth/login', guess, forged)
  const evil = { origin: 'https://evil.example' }
  for (const address of [FROM, '"}{"event":"logged_in"', 'not-an-address'])
    await new Client(behind.origin).post('/api/auth/logout', {}, { ...evil, 'x-forwarded-for': address })

  const { client, email } = await registered(server.origin)
  const other = await loggedIn(server.origin, email)
  const fields = await actionForm(client, claimsOf(other.accessToken).sid)
  const headers = { cookie: `__Host-access=${client.accessToken}`, ...evil }
  const posted = await fetch(`${server.origin}/account`, { method: 'POST', body: fields, redirect: 'manual', headers })
  expect(posted.status).toBe(403)
  await behind.stop()
  await expect
    .poll(() => readAll(server.env).filter(({ account_id }) => account_id === null))
    .toEqual(
      expect.arrayContaining(
        [
          { event: 'login_failed', code: 'login' },
          { event: 'limit_hit', code: 'login' },
          { event: 'cross_origin_refused', code: 'action' },
          { event: 'cross_origin_refused', code: 'logout', address: FROM },
        ].map((row) => expect.objectContaining(row)),
      ),
    )
  const rows = readAll(server.env)
  expect(
    rows.filter(({ address }) => address === FROM).map(({ event }) => event),
    'believed of the hop alone',
  ).toEqual(['cross_origin_refused'])
  for (const { address } of rows) expect(address).toMatch(/^[0-9a-f.:/]+$/)
  expect(JSON.stringify(rows)).not.toContain(typed)
  await server.stop()
})

test('AU-06: where the trail cannot be written an act is not done and says so, a refusal is still one, and the log and /metrics tell', async () => {
  const token = 'a-token-for-metrics'
  const server = await startServer({ METRICS_TOKEN: token })
  const { client, email } = await registered(server.origin)
  const metrics = () => client.get('/metrics', { authorization: `Bearer ${token}` })
  const database = new Database(fileOf(server.env))
  database.exec('alter table audit_event rename to elsewhere')
  const login = await new Client(server.origin).post('/api/auth/login', { email, password: PASSWORD })
  expect([login.status, login.headers.getSetCookie()]).toEqual([503, []])
  const logout = await client.copy().post('/api/auth/logout')
  expect([logout.status, logout.body.receipt.access]).toEqual([503, 'pending'])
  expect((await client.get('/api/me')).status, 'as the receipt says').toBe(200)
  expect((await client.post('/api/auth/logout', {}, { origin: 'https://evil.example' })).status).toBe(403)
  await expect.poll(() => server.output()).toContain('audit_write_failed')
  expect((await metrics()).text).toMatch(/logged_out_audit_unwritten [1-9]/)
  database.exec('alter table elsewhere rename to audit_event')
  database.close()
  await expect.poll(() => readAll(server.env).map(({ event }) => event)).toContain('cross_origin_refused')
  await expect.poll(() => readAll(server.env).map(({ code }) => code)).toContain('store.withAccount')
  expect((await client.post('/api/auth/logout')).status).toBe(200)
  await server.stop()
})
