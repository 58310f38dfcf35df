import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Client, loggedIn, registered } from '../support/client.ts'
import { FULL, ONLY_FULL } from '../support/full.ts'
import { serverEnv, startServer } from '../support/server.ts'
import { expect, test } from '../support/test.ts'

const root = join(import.meta.dirname, '../..')
const copy = join(root, '.tmp/without-proxy')

/** The checkout as it stands, but for `proxy.ts`, built anew. */
function buildWithoutProxy(keys: Record<string, string>): void {
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(copy, { recursive: true })
  for (const name of readdirSync(root)) {
    if (/^(\.git|\.next|\.tmp|node_modules|proxy\.ts|data|test-results|\.env\.local|e2e)$/.test(name)) continue
    cpSync(join(root, name), join(copy, name), { recursive: true })
  }
  // Hard links: a second name for each file, not a second copy.
  expect(spawnSync('cp', ['-Rl', join(root, 'node_modules'), copy]).status).toBe(0)
  mkdirSync(join(copy, 'e2e'))
  cpSync(join(root, 'e2e/support'), join(copy, 'e2e/support'), { recursive: true })
  const build = "import('./lib/server/build.ts').then(({ buildIfStale }) => buildIfStale(process.cwd()))"
  const built = spawnSync(process.execPath, ['--import', 'tsx', '--eval', build], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, ...keys },
  })
  expect(built.status, built.stdout + built.stderr).toBe(0)
  expect(built.stdout).not.toContain('Proxy (Middleware)')
}

/** How a router, a prefetch and an attacker ask for a page. */
const disguises: Record<string, string>[] = [
  {},
  { rsc: '1' },
  { rsc: '1', 'next-router-prefetch': '1' },
  { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
]

test('NX-02, RV-09, KY-02: deleting proxy.ts leaks nothing, and the keys around a build are not in it: every page, route and stream turns away by itself', async () => {
  // It builds the product a second time.
  test.skip(!FULL, ONLY_FULL)
  test.setTimeout(240_000)
  const keys = serverEnv(copy)
  buildWithoutProxy(keys)
  const built = readdirSync(join(copy, '.next'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  expect(built.length, 'the control: there is a build').toBeGreaterThan(100)
  for (const { parentPath, name } of built) {
    const text = readFileSync(join(parentPath, name), 'latin1')
    for (const key of [keys.AUTH_SECRETS!, keys.REFRESH_PEPPERS!]) expect(text.includes(key), name).toBe(false)
  }
  const server = await startServer(keys, { cwd: copy })
  try {
    const { client: owner, email } = await registered(server.origin)
    const ended = await loggedIn(server.origin, email)
    const { body } = await ended.get('/api/me')
    const thief = ended.copy()
    await ended.post('/api/auth/logout')
    const secrets = [email, body.account.id, body.session.id]
    expect((await owner.get('/account')).text, 'the control').toContain(email)

    for (const visitor of [new Client(server.origin), thief]) {
      for (const headers of disguises) {
        for (const path of ['/account', '/account?_rsc=1', '/account/', '/%61ccount', '/account.rsc', '/']) {
          const answer = await visitor.get(path, headers)
          for (const secret of secrets) expect(answer.text, `${path} ${JSON.stringify(headers)}`).not.toContain(secret)
        }
      }
      for (const path of [
        '/api/me',
        '/api/events',
        '/api/auth/sessions',
        '/api/auth/activity',
        '/api/account/export',
      ]) {
        expect((await visitor.get(path)).status, path).toBe(401)
      }
    }
  } finally {
    await server.stop()
    rmSync(copy, { recursive: true, force: true })
  }
})

test('NX-07: with proxy.ts, the known ways around a proxy find nothing either', async ({ server }) => {
  const { client, email } = await registered(server.origin)
  expect((await client.get('/account')).text).toContain(email)
  const thief = client.copy()
  await client.post('/api/auth/logout')
  for (const header of [
    'x-middleware-subrequest',
    'x-middleware-next',
    'x-matched-path',
    'next-resume',
    'x-invoke-path',
    'x-original-url',
    'x-rewrite-url',
  ]) {
    for (const value of ['1', 'proxy', 'middleware', 'proxy:proxy:proxy:proxy:proxy', '/account']) {
      const { text } = await thief.get('/account', { [header]: value })
      expect(text, `${header}: ${value}`).not.toContain(email)
    }
  }
})
