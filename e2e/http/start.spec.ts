import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../db/testing/free-port.ts'
import { registered } from '../support/client.ts'
import { newSecret, serverEnv, spawnServer, startServer } from '../support/server.ts'
import { expect, test } from '../support/test.ts'

const root = join(import.meta.dirname, '../..')

test('KY-01: away from loopback, missing and weak secrets stop the start, with every problem listed at once', async () => {
  const child = spawnServer(
    { APP_ORIGIN: 'https://app.example', AUTH_SECRETS: 'changeme', ACCESS_TTL: 'soon', PORT: String(await freePort()) },
    root,
  )
  const [code] = await once(child.process, 'exit')
  expect(code).toBe(1)
  for (const name of ['AUTH_SECRETS', 'REFRESH_PEPPERS', 'ACCESS_TTL']) expect(child.output()).toContain(name)
  expect(child.output()).not.toContain('changeme')
})

test('KY-02: nothing that browsers load names a key, and nothing of the configuration is made public by its name', async () => {
  const under = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  const browser = under('.next/static')
  expect(browser.join().length, 'the control: there is a build').toBeGreaterThan(100_000)
  expect(browser.filter((text) => /AUTH_SECRETS|SIGNING_KEYS|REFRESH_PEPPERS|KEYS_FILE/.test(text))).toEqual([])
  const sources = ['app', 'lib/client', 'lib/server', 'lib/http'].flatMap(under).join()
  expect(sources).not.toContain('NEXT_PUBLIC_')
})

test('three first starts at once on one new database all succeed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'first-'))
  const env = serverEnv(folder)
  const servers = await Promise.all([startServer(env), startServer(env), startServer(env)])
  const { client } = await registered(servers[0].origin)
  for (const server of servers) expect((await client.copy(server.origin).get('/readyz')).status).toBe(200)
  expect(statSync(join(folder, 'app.db')).size).toBeGreaterThan(0)
  await Promise.all(servers.map((server) => server.stop()))
})

test('KY-03, KY-06: a secret put in front signs from then on, and nobody is logged out; taken away, its tokens are dead', async () => {
  const first = await startServer()
  const { client } = await registered(first.origin)
  await first.kill()
  const secrets = `${newSecret()},${first.env.AUTH_SECRETS}`
  const peppers = `${newSecret()},${first.env.REFRESH_PEPPERS}`
  const second = await startServer({ ...first.env, AUTH_SECRETS: secrets, REFRESH_PEPPERS: peppers })
  expect((await client.get('/api/me')).status).toBe(200)
  expect((await client.post('/api/auth/refresh')).status).toBe(200)
  await second.kill()
  const third = await startServer({ ...first.env, AUTH_SECRETS: newSecret(), REFRESH_PEPPERS: newSecret() })
  expect((await client.get('/api/me')).status).toBe(401)
  expect((await client.post('/api/auth/refresh')).body.code).toBe('refresh_unknown')
  await third.stop()
})

test('while eight logins are always in flight, every other request is answered', async ({ server }) => {
  const { client, email } = await registered(server.origin)
  let storming = true
  const storm = Promise.all(
    Array.from({ length: 8 }, async () => {
      const statuses: number[] = []
      const guess = { email, password: 'wrong password' }
      while (storming) statuses.push((await client.copy().post('/api/auth/login', guess)).status)
      return statuses
    }),
  )
  const times: number[] = []
  for (let i = 0; i < 50; i++) {
    const started = performance.now()
    expect((await client.get('/api/me')).status).toBe(200)
    times.push(performance.now() - started)
  }
  storming = false
  const statuses = (await storm).flat()
  const median = times.toSorted((one, other) => one - other)[25]!
  console.log(`${statuses.length} logins refused meanwhile; median of a check ${median.toFixed(1)} ms`)
  expect(new Set(statuses)).toEqual(new Set([401]))
})
