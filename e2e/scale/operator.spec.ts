import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Client, loggedIn, newEmail, PASSWORD, registered } from '../support/client.ts'
import { startInstances } from '../support/cluster.ts'
import { operate } from '../support/operator.ts'
import { startServer } from '../support/server.ts'
import { expect, test } from '../support/test.ts'

const fileOf = (env: Record<string, string>) => env.DATABASE_URL!.slice('file:'.length)
const statusOf = async (client: Client) => (await client.copy().get('/api/me')).status

test('a backup of a server under load is whole: it opens, is sound, and holds every account that was answered before it began', async () => {
  const server = await startServer()
  const folder = mkdtempSync(join(tmpdir(), 'backup-'))
  const file = join(folder, 'app.db')
  let loading = true
  const { client, email } = await registered(server.origin)
  const load = Promise.all(
    Array.from({ length: 4 }, async () => {
      const own = client.copy()
      let rotations = 0
      for (; loading; rotations++) {
        const { status } = await own.post('/api/auth/login', { email, password: PASSWORD })
        expect(status).toBe(200)
      }
      return rotations
    }),
  )
  const { code, output, errors } = await operate(server.env, 'backup', file)
  loading = false
  expect((await load).reduce((sum, one) => sum + one)).toBeGreaterThan(4)
  expect([code, errors]).toEqual([0, ''])
  expect(output).toContain('found sound')
  expect(statSync(file).mode & 0o777, 'nobody else reads it').toBe(0o600)
  expect((await operate(server.env, 'backup', file)).errors).toContain('exists already')

  const { AUTH_SECRETS, REFRESH_PEPPERS, ...others } = server.env
  const keys = join(folder, 'keys.env')
  writeFileSync(keys, `AUTH_SECRETS=${AUTH_SECRETS}\nREFRESH_PEPPERS=${REFRESH_PEPPERS}\n`, { mode: 0o600 })
  const again = await operate(
    { ...others, AUTH_SECRETS: '', REFRESH_PEPPERS: '', KEYS_FILE: keys },
    'backup',
    join(folder, 'again.db'),
  )
  expect([again.code, again.errors], 'with the keys in a file of their own').toEqual([0, ''])

  const copy = new Database(file, { readonly: true })
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(copy.pragma('foreign_key_check')).toEqual([])
  expect(copy.prepare('select count(*) from accounts where email = ?').pluck().get(email)).toBe(1)
  copy.close()
  await server.stop()
  rmSync(folder, { recursive: true })
})

test('RV-12, RV-20: on SQLite, restored and revoked: no token from before works, not of a login, a version or an account after the backup', async () => {
  const first = await startServer()
  const folder = mkdtempSync(join(tmpdir(), 'restore-'))
  const file = join(folder, 'backup.db')
  const before = await registered(first.origin)
  const out = await loggedIn(first.origin, before.email)
  expect((await operate(first.env, 'backup', file)).code).toBe(0)
  const copies = [before.client.copy(), out.copy()]
  expect((await out.post('/api/auth/logout')).status).toBe(200)
  expect((await before.client.post('/api/auth/logout-everywhere')).status).toBe(200)
  const after = await loggedIn(first.origin, before.email)
  const newcomer = await registered(first.origin)
  await first.kill()
  for (const end of ['', '-wal', '-shm']) rmSync(fileOf(first.env) + end, { force: true })
  copyFileSync(file, fileOf(first.env))

  // Started before the command on purpose: what a restored database has forgotten is let in again.
  const server = await startServer(first.env)
  const tokens = [...copies, after.copy(), newcomer.client.copy()]
  expect(await Promise.all(tokens.map(statusOf)), 'or this proves nothing').toEqual([200, 200, 200, 200])
  const revoked = await operate(server.env, 'account:revoke-all')
  expect([revoked.code, revoked.errors]).toEqual([0, ''])
  expect(revoked.output).toContain('2 open sessions of 1 accounts')
  expect(await Promise.all(tokens.map(statusOf))).toEqual([401, 401, 401, 401])
  for (const one of tokens) expect((await one.post('/api/auth/refresh')).status).toBe(401)
  expect(await statusOf(await loggedIn(server.origin, before.email))).toBe(200)
  expect(await statusOf((await registered(server.origin)).client)).toBe(200)
  await server.stop()
  rmSync(folder, { recursive: true })
})

test('RV-12, RV-20: on Postgres and Redis, with two servers running: refused by both at the next request, under a new epoch', async () => {
  const instances = await startInstances(2)
  const [one, two] = instances.servers
  await instances.untilLeased()
  const email = newEmail()
  const clients: Client[] = []
  for (const password of [PASSWORD])
    expect((await new Client(one!.origin).post('/api/auth/register', { email, password })).status).toBe(201)
  for (let i = 0; i < 3; i++) clients.push(await loggedIn(one!.origin, email))
  const everywhere = () =>
    Promise.all([one!, two!].flatMap(({ origin }) => clients.map((client) => statusOf(client.copy(origin)))))
  expect(new Set(await everywhere())).toEqual(new Set([200]))
  const epochOf = () => instances.redis.command('GET', '{logged-out}:epoch')
  const epoch = await epochOf()

  const { code, output, errors } = await operate(one!.env, 'account:revoke-all')
  expect([code, errors]).toEqual([0, ''])
  expect(output).toContain('under a new epoch')
  expect(new Set(await everywhere())).toEqual(new Set([401]))
  for (const client of clients) expect((await client.post('/api/auth/refresh')).body.code).toBe('session_revoked')
  expect(await epochOf()).not.toBe(epoch)
  await instances.untilLeased()
  expect(new Set(await everywhere()), 'from their copies').toEqual(new Set([401]))
  const again = await loggedIn(one!.origin, email)
  for (const { origin } of [one!, two!]) expect(await statusOf(again.copy(origin))).toBe(200)
  await instances.stop()
})
