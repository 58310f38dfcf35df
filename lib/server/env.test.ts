import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { type EnvError, envNames, readEnv } from './env.ts'
import { ensureSecrets } from './secrets.ts'

const secret = () => randomBytes(32).toString('base64url')
const good = () => ({ AUTH_SECRETS: secret(), REFRESH_PEPPERS: secret() })
const upstash = { UPSTASH_REDIS_REST_URL: 'https://x.example', UPSTASH_REDIS_REST_TOKEN: 'word' }
const problemsOf = (variables: Record<string, string | undefined>): string[] => {
  try {
    readEnv(variables)
    return []
  } catch (error) {
    return (error as EnvError).problems
  }
}

test('with secrets alone, everything else has its documented default', () => {
  expect(readEnv(good())).toMatchObject({
    port: 3000,
    appOrigin: 'http://localhost:3000',
    databaseUrl: 'file:./data/app.db',
    denylist: { kind: 'database' },
    lifetimes: { access: 300, longAccess: 3600, refreshIdle: 1_209_600, refreshMax: 7_776_000 },
    leeway: 10,
    limits: { account: { points: 10, duration: 600 }, address: { points: 100, duration: 600 }, global: null },
    labs: true,
    repoUrl: null,
    introspectionClients: [],
    trustedProxies: [],
  })
})

test('one variable puts the denylist into Redis, two put it to Upstash; a copy in the process is for Redis alone', () => {
  const denylistOf = (variables: Record<string, string>) => readEnv({ ...good(), ...variables }).denylist
  const prefix = 'logged-out'
  for (const url of ['redis://cache', 'rediss://user:pass%20word@cache.example:6380/2', 'redis://[::1]:6379/']) {
    expect(denylistOf({ DENYLIST_URL: url })).toEqual({ kind: 'redis', url, replica: true, prefix })
  }
  const url = 'redis://cache'
  expect(denylistOf({ DENYLIST_URL: url, DENYLIST_REPLICA: 'off', DENYLIST_PREFIX: 'shop-2' })).toEqual({
    ...{ kind: 'redis', url, replica: false, prefix: 'shop-2' },
  })
  expect(denylistOf(upstash)).toEqual({ kind: 'upstash', url: 'https://x.example', token: 'word', prefix })
  expect(denylistOf({ ...upstash, DENYLIST_REPLICA: 'off' }).kind).toBe('upstash')
  expect(denylistOf({ DENYLIST_URL: 'memory:' })).toEqual({ kind: 'memory' })
})

test('labs are off on an origin that is not loopback, unless somebody says on', () => {
  expect(readEnv({ ...good(), APP_ORIGIN: 'https://app.example' }).labs).toBe(false)
  expect(readEnv({ ...good(), APP_ORIGIN: 'https://app.example', LABS: 'on' }).labs).toBe(true)
})

test('the address of the repository is taken as it is given', () => {
  const REPO_URL = 'https://code.example/owner/name'
  expect(readEnv({ ...good(), REPO_URL }).repoUrl).toBe(REPO_URL)
})

test('every problem is reported at once, and none tells a value', () => {
  const weak = 'do-not-print-me'
  const problems = problemsOf({
    AUTH_SECRETS: weak,
    ACCESS_TTL: 'soon',
    PORT: '0',
    LABS: 'maybe',
    LOGIN_LIMIT_ACCOUNT: '10',
    DENYLIST_URL: `redis://:${weak}@cache:port`,
    UPSTASH_REDIS_REST_URL: `ftp://${weak}`,
    UPSTASH_REDIS_REST_TOKEN: `${weak} ${weak}`,
    DENYLIST_PREFIX: weak.toUpperCase(),
    INTROSPECTION_CLIENTS: `orders:${weak}`,
  })
  expect(problems.map((text) => text.split(' ')[0])).toEqual(
    expect.arrayContaining(['AUTH_SECRETS', 'REFRESH_PEPPERS', 'ACCESS_TTL', 'PORT', 'LABS', 'LOGIN_LIMIT_ACCOUNT']),
  )
  expect(problems.join().toLowerCase()).not.toContain(weak)
})

test.each([
  ['', 'is missing'],
  ['undefined', 'random'],
  ['secret', 'random'],
  ['changeme', 'random'],
  ['your-256-bit-secret', 'random'],
  [Buffer.from('a'.repeat(64)).toString('base64url'), 'random'],
  [Buffer.alloc(32).toString('base64url'), 'random'],
  [randomBytes(31).toString('base64url'), 'random'],
  [`${randomBytes(32).toString('base64url')}=`, 'random'],
  [`${randomBytes(32).toString('base64url')},`, 'random'],
])('KY-01: the signing secret %j stops the start', (value, why) => {
  expect(problemsOf({ ...good(), AUTH_SECRETS: value }).join()).toContain(why)
})

test('KY-04: one secret has one purpose', () => {
  const shared = secret()
  expect(problemsOf({ AUTH_SECRETS: shared, REFRESH_PEPPERS: `${secret()},${shared}` }).join()).toContain('share')
})

test.each([
  [{ APP_ORIGIN: 'http://app.example' }, 'https'],
  [{ APP_ORIGIN: 'https://app.example/path' }, 'origin'],
  [{ ACCESS_TTL: '10', ROTATION_LEEWAY: '6' }, 'half'],
  [{ REFRESH_IDLE_TTL: '100', REFRESH_MAX_TTL: '50' }, 'exceed'],
  [{ DATABASE_URL: 'mysql://x' }, 'file: or postgres://'],
  [{ DATABASE_URL: 'postgres://user:pa ss@ho st:port/app' }, 'file: or postgres://'],
  [{ DENYLIST_URL: 'https://app.example' }, 'left out'],
  [{ DENYLIST_URL: 'redis://' }, 'left out'],
  [{ DENYLIST_URL: 'redis://cache:6379/zero' }, 'left out'],
  [{ DENYLIST_URL: 'redis://cache:6379?db=1' }, 'left out'],
  [{ DENYLIST_URL: 'redis://:100%@cache' }, 'left out'],
  [{ UPSTASH_REDIS_REST_URL: 'https://x.example' }, 'UPSTASH_REDIS_REST_TOKEN is missing'],
  [{ UPSTASH_REDIS_REST_TOKEN: 'word' }, 'UPSTASH_REDIS_REST_URL is missing'],
  [{ UPSTASH_REDIS_REST_URL: 'http://x.example', UPSTASH_REDIS_REST_TOKEN: 'word' }, 'https'],
  [{ UPSTASH_REDIS_REST_URL: 'https://x.example', UPSTASH_REDIS_REST_TOKEN: 'two words' }, 'one word'],
  [{ ...upstash, DENYLIST_URL: 'redis://cache' }, 'two denylists'],
  [{ ...upstash, DENYLIST_URL: 'memory:' }, 'two denylists'],
  [{ ...upstash, DENYLIST_REPLICA: 'on' }, 'DENYLIST_REPLICA'],
  [{ DENYLIST_REPLICA: 'on' }, 'DENYLIST_REPLICA'],
  [{ DENYLIST_URL: 'redis://cache', DENYLIST_REPLICA: 'yes' }, 'DENYLIST_REPLICA'],
  [{ DENYLIST_URL: 'redis://cache', DENYLIST_PREFIX: 'a:b' }, 'DENYLIST_PREFIX'],
  [{ TRUSTED_PROXIES: '10.0.0.0/33' }, 'subnets'],
  [{ REPO_URL: 'http://code.example/owner/name' }, 'https'],
  [{ REPO_URL: 'https://user:word@code.example/owner/name' }, 'https'],
  [{ REPO_URL: 'https://code.example/owner/name/' }, 'https'],
  [{ REPO_URL: 'https://code.example/owner/name.git' }, 'https'],
  [{ REPO_URL: 'javascript:alert(1)' }, 'https'],
])('%j stops the start', (variables, why) => {
  expect(problemsOf({ ...good(), ...variables }).join()).toContain(why)
})

test('.env.example names exactly what is read, with the defaults that are used', () => {
  const text = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8')
  const lines = [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name!, value!] as const)
  expect(lines.map(([name]) => name).sort()).toEqual([...envNames].sort())
  expect(readEnv({ ...Object.fromEntries(lines), ...good() })).toMatchObject({
    ...readEnv(good()),
    signingSecrets: expect.anything(),
    peppers: expect.anything(),
  })
})

test('the first start on a loopback origin makes its own secrets, readable by their owner alone, and keeps them', () => {
  const root = mkdtempSync(join(tmpdir(), 'secrets-'))
  const first: Record<string, string | undefined> = {}
  expect(ensureSecrets(root, first)).toEqual(['AUTH_SECRETS', 'REFRESH_PEPPERS'])
  expect(problemsOf(first)).toEqual([])
  expect(statSync(join(root, '.env.local')).mode & 0o777).toBe(0o600)
  const second: Record<string, string | undefined> = {}
  expect(ensureSecrets(root, second)).toEqual([])
  expect(second).toEqual(first)
})

test('what stands in .env.local already stays, and what is missing is added', () => {
  const root = mkdtempSync(join(tmpdir(), 'secrets-'))
  writeFileSync(join(root, '.env.local'), 'PORT=3005\n')
  expect(ensureSecrets(root, {})).toHaveLength(2)
  expect(readFileSync(join(root, '.env.local'), 'utf8')).toMatch(/^PORT=3005\n\nAUTH_SECRETS=/)
})

test('a copy of .env.example is a good beginning: its empty lines are filled, and nobody else can read it', () => {
  const root = mkdtempSync(join(tmpdir(), 'secrets-'))
  const file = join(root, '.env.local')
  writeFileSync(file, readFileSync(join(import.meta.dirname, '../../.env.example')), { mode: 0o644 })
  const variables: Record<string, string | undefined> = parseEnv(readFileSync(file, 'utf8'))
  expect(ensureSecrets(root, variables)).toEqual(['AUTH_SECRETS', 'REFRESH_PEPPERS'])
  expect(problemsOf(variables)).toEqual([])
  expect(problemsOf(parseEnv(readFileSync(file, 'utf8'))), 'at the next start').toEqual([])
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('where a pair of keys signs, no secret is made beside it, and none at all beside a file of keys', () => {
  const root = mkdtempSync(join(tmpdir(), 'secrets-'))
  expect(ensureSecrets(root, { KEYS_FILE: 'keys.env' })).toEqual([])
  expect(ensureSecrets(root, { SIGNING_KEYS: 'set' })).toEqual(['REFRESH_PEPPERS'])
})

test('KY-01: on any other origin no secret is made: the start stops', () => {
  const root = mkdtempSync(join(tmpdir(), 'secrets-'))
  const variables = { APP_ORIGIN: 'https://app.example' }
  expect(ensureSecrets(root, variables)).toEqual([])
  expect(problemsOf(variables)).toEqual(
    expect.arrayContaining(['AUTH_SECRETS is missing', 'REFRESH_PEPPERS is missing']),
  )
})
