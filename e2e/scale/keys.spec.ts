import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv, promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { shownId } from '../../lib/server/keys/change.ts'
import { type Client, loggedIn, registered } from '../support/client.ts'
import { FULL, ONLY_FULL } from '../support/full.ts'
import { remember } from '../support/secrets.ts'
import { newSecret, type RunningServer, startServer } from '../support/server.ts'

// Two processes of one product, and one file of keys for both: one machine. Where each has its own, they are two machines.
test.describe.configure({ timeout: 300_000 })

const root = join(import.meta.dirname, '../..')
const PEOPLE = 4
/** Milliseconds between two requests of one of them: the two processes and the command share the machine with them. */
const PAUSE = 20
const names = ['AUTH_SECRETS', 'SIGNING_KEYS', 'REFRESH_PEPPERS'] as const

let folder: string
let files: [string, string]
let servers: [RunningServer, RunningServer]
let origins: string[]

/** `npm run keys …`, as somebody types it. Fails when a key is printed. */
async function keys(file: string, ...given: string[]): Promise<string> {
  const words = given.map(shownId)
  const env = { ...process.env, KEYS_FILE: file, AUTH_SECRETS: '', SIGNING_KEYS: '', REFRESH_PEPPERS: '' }
  const { stdout, stderr } = await promisify(execFile)('npm', ['run', '--silent', 'keys', ...words], { cwd: root, env })
  const said = parseEnv(readFileSync(file, 'utf8')) as Record<string, string>
  const pairs = said.SIGNING_KEYS ? JSON.parse(said.SIGNING_KEYS).keys.map(({ d }: { d: string }) => d) : []
  for (const key of [...`${said.AUTH_SECRETS ?? ''},${said.REFRESH_PEPPERS}`.split(','), ...pairs]) {
    remember(key)
    if (key) expect(stdout + stderr).not.toContain(key)
  }
  return stdout
}
const idsOf = (listed: string, variable: (typeof names)[number]) =>
  listed.split('\n').flatMap((line) => (line.startsWith(variable) ? [line.split(/\s+/)[1]!] : []))
const kidOf = ({ accessToken }: Client) => shownId(decodeProtectedHeader(accessToken).kid!)

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'))
  files = [join(folder, 'one.env'), join(folder, 'two.env')]
  writeFileSync(files[0], `AUTH_SECRETS=${newSecret()}\nREFRESH_PEPPERS=${newSecret()}\n`)
})
test.afterEach(async () => {
  for (const server of servers ?? []) await server.stop()
  rmSync(folder, { recursive: true })
})

async function start(apart: boolean) {
  if (apart) copyFileSync(files[0], files[1])
  const given = { AUTH_SECRETS: '', REFRESH_PEPPERS: '', ROTATION_LEEWAY: '0', LABS: 'off' }
  const first = await startServer({ ...given, KEYS_FILE: files[0] })
  servers = [first, await first.twin({ KEYS_FILE: files[apart ? 1 : 0] })]
  origins = servers.map(({ origin }) => origin)
}

/** People who read and renew at whichever process comes next, until stopped. Returns how often each answer was given. */
async function startPeople() {
  const people = await Promise.all(Array.from({ length: PEOPLE }, () => registered(origins[0]!)))
  const seen: Record<string, number> = {}
  let stopped = false
  const living = people.map(async ({ client }, person) => {
    for (let i = person; !stopped; i++) {
      const at = client.copy(origins[i % 2])
      const own = { origin: origins[0]! }
      const isRenewal = i % 5 === 4
      const { status } = await (isRenewal ? at.post('/api/auth/refresh', {}, own) : at.get('/api/me', own))
      for (const [name, value] of at.cookies) client.cookies.set(name, value)
      const what = `${isRenewal ? 'refresh' : 'me'} ${status}`
      seen[what] = (seen[what] ?? 0) + 1
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
  })
  return {
    seen,
    people: people.map(({ client }) => client),
    /** Until everybody has renewed since. */
    async untilRenewed() {
      const target = (seen['refresh 200'] ?? 0) + 3 * PEOPLE
      await expect.poll(() => (seen['refresh 200'] ?? 0) >= target || seen, { timeout: 60_000 }).toBe(true)
    },
    async stop() {
      stopped = true
      await Promise.all(living)
      return seen
    },
  }
}

test('KY-03: keys are rotated and the old ones retired under load, at two processes with one file: 0 logouts, 0 errors', async () => {
  await start(false)
  const load = await startPeople()
  const before = kidOf(load.people[0]!)
  for (const kind of ['hs256', 'eddsa']) {
    const old = await keys(files[0], 'list')
    await keys(files[0], 'rotate', kind)
    await load.untilRenewed()
    for (const name of names) for (const id of idsOf(old, name)) await keys(files[0], 'retire', id)
    await load.untilRenewed()
  }
  const seen = await load.stop()
  console.log(`two rotations and retirements under load: ${JSON.stringify(seen)}`)
  expect(Object.keys(seen).sort()).toEqual(['me 200', 'refresh 200'])
  for (const person of load.people) expect(kidOf(person)).not.toBe(before)
  expect(new Set(load.people.map(kidOf)).size).toBe(1)
})

test('KY-03: where each process has a file of its own, a key is known to both before either uses it: 0 logouts, 0 errors', async () => {
  test.skip(!FULL, ONLY_FULL)
  await start(true)
  const load = await startPeople()
  const old = await keys(files[0], 'list')
  const both = async (...words: string[]) => {
    const said = await keys(files[0], ...words)
    await load.untilRenewed()
    copyFileSync(files[0], `${files[1]}.new`)
    renameSync(`${files[1]}.new`, files[1])
    await load.untilRenewed()
    return said
  }
  const added = await both('add')
  const [, fresh] = idsOf(added, 'AUTH_SECRETS')
  const [, pepper] = idsOf(added, 'REFRESH_PEPPERS')
  expect(kidOf(load.people[0]!)).toBe(idsOf(old, 'AUTH_SECRETS')[0])
  await both('promote', fresh!)
  await both('promote', pepper!)
  for (const id of [...idsOf(old, 'AUTH_SECRETS'), ...idsOf(old, 'REFRESH_PEPPERS')]) await both('retire', id)
  const seen = await load.stop()
  console.log(`a rotation in two steps under load: ${JSON.stringify(seen)}`)
  expect(Object.keys(seen).sort()).toEqual(['me 200', 'refresh 200'])
  expect(new Set(load.people.map(kidOf))).toEqual(new Set([fresh]))
})

test('KY-06: the compromise drill: a retired key’s tokens are refused at the next request of every process, and one renewal goes on', async () => {
  await start(false)
  const { client, email } = await registered(origins[0]!)
  const other = await loggedIn(origins[0]!, email)
  // Until both processes remember the signatures.
  for (const origin of [...origins, ...origins])
    for (const one of [client, other]) expect((await one.copy(origin).get('/api/me')).status).toBe(200)
  const [leaked] = idsOf(await keys(files[0], 'list'), 'AUTH_SECRETS')
  expect(kidOf(client)).toBe(leaked)

  const left = await keys(files[0], 'retire', leaked!)
  for (const origin of origins)
    for (const one of [client, other]) {
      const { status, body } = await one.copy(origin).get('/api/me')
      expect([status, body.code]).toEqual([401, 'invalid_token'])
    }
  expect((await client.post('/api/auth/refresh')).status, 'nobody is logged out').toBe(200)
  expect(kidOf(client)).toBe(idsOf(left, 'AUTH_SECRETS')[0])
  for (const origin of origins) expect((await client.copy(origin).get('/api/me')).status).toBe(200)

  // The pepper has leaked too: everybody logs in again.
  const [pepper] = idsOf(left, 'REFRESH_PEPPERS')
  await keys(files[0], 'retire', pepper!)
  for (const one of [client, other]) {
    const { status, body } = await one.post('/api/auth/refresh')
    expect([status, body.code]).toEqual([401, 'refresh_unknown'])
  }
  expect((await (await loggedIn(origins[0]!, email)).copy(origins[1]).get('/api/me')).status).toBe(200)
})

test('KY-05, KY-08: who reads /.well-known/jwks.json verifies an access token; it holds public halves alone, announced before use', async () => {
  await keys(files[0], 'rotate', 'eddsa')
  await start(false)
  const { client } = await registered(origins[0]!)
  const address = new URL('/.well-known/jwks.json', origins[1])
  const rules = { issuer: origins[0]!, audience: 'app', typ: 'at+jwt', algorithms: ['EdDSA'] }
  const verify = (token: string) => jwtVerify(token, createRemoteJWKSet(address), rules)
  const { payload } = await verify(client.accessToken)
  expect(payload.sub).toBe((await client.get('/api/me')).body.account.id)

  const published = async () => {
    const response = await fetch(address)
    expect(response.headers.get('cache-control')).toBe('no-store')
    return (await response.json()).keys as Record<string, string>[]
  }
  await keys(files[0], 'add')
  const both = await published()
  expect(both.map((jwk) => Object.keys(jwk).sort().join())).toEqual(Array(2).fill('alg,crv,kid,kty,use,x'))
  expect(new Set(both.map(({ kid }) => kid)).size).toBe(2)
  const next = both.map(({ kid }) => shownId(kid!)).find((kid) => kid !== kidOf(client))!
  await keys(files[0], 'promote', next)
  const old = client.accessToken
  await client.post('/api/auth/refresh')
  expect(kidOf(client)).toBe(next)
  await verify(client.accessToken)
  await keys(files[0], 'retire', decodeProtectedHeader(old).kid!)
  await expect(verify(old)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
})

test('where the environment gives the keys, a change is not possible, and says what is', async () => {
  servers = [] as never
  const env = {
    ...process.env,
    KEYS_FILE: '',
    AUTH_SECRETS: newSecret(),
    SIGNING_KEYS: '',
    REFRESH_PEPPERS: newSecret(),
  }
  const failed = await promisify(execFile)('npm', ['run', '--silent', 'keys', 'rotate'], { cwd: root, env }).catch(
    (error) => error,
  )
  expect(failed.code).toBe(1)
  expect(failed.stderr).toContain('KEYS_FILE')
  expect(failed.stderr + failed.stdout).not.toContain(env.AUTH_SECRETS)
})
