import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { createAuth, importSigningKeys } from '../../auth/index.ts'
import { codeOf, credentials, openTestAuth } from '../../auth/testing.ts'
import type { KeyEnv } from '../env-keys.ts'
import { log } from '../log.ts'
import { createVerifiedTokens } from '../verified-tokens.ts'
import { add, list, promote, retire, rotate } from './change.ts'
import { changeKeys, keysIn } from './file.ts'
import { followingAuth } from './following.ts'
import { followKeys, keysFileOf } from './source.ts'

log.level = 'silent'
const secret = () => randomBytes(32).toString('base64url')
const change = (make: typeof rotate) => changeKeys(path, async (keys) => make(keys))
const listed = () => list(keysIn(path))
const idsOf = async (variable: string) =>
  (await listed()).filter((one) => one.variable === variable).map(({ id }) => id)

let folder: string
let path: string
let first: { AUTH_SECRETS: string; REFRESH_PEPPERS: string }
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'))
  path = join(folder, 'keys.env')
  first = { AUTH_SECRETS: secret(), REFRESH_PEPPERS: secret() }
  writeFileSync(path, textOf(first), { mode: 0o644 })
})
const textOf = (variables: object) =>
  `# ours\nPORT=3005\n${Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\nREPO_URL="https://code.example/a/b" # there\n`

/** As the server is composed: one engine for each set of keys, one memory of signatures for all of them. */
async function openFollowing() {
  const { deps } = await openTestAuth({ verified: createVerifiedTokens() })
  return followingAuth(followKeys(path), ({ signing, peppers }) => createAuth({ ...deps, keys: signing, peppers }))
}

describe('what a change writes', () => {
  test('KY-03: a rotation puts a new key and a new pepper in front; nothing else in the file changes, and only its owner can read it', async () => {
    await change(rotate)
    const { signingSecrets, peppers } = keysIn(path)
    expect([signingSecrets, peppers].map(({ length }) => length)).toEqual([2, 2])
    expect(Buffer.from(signingSecrets[1]!).toString('base64url')).toBe(first.AUTH_SECRETS)
    expect(Buffer.from(peppers[1]!).toString('base64url')).toBe(first.REFRESH_PEPPERS)
    expect(readFileSync(path, 'utf8')).toMatch(/^# ours\nPORT=3005\nREPO_URL="https:.*# there\nAUTH_SECRETS=/)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect((await listed()).map(({ use }) => use)).toEqual(['first', 'known', 'first', 'known'])
  })

  test('KY-03: added, a key is known and not used; promoted, it is used: of every kind', async () => {
    for (const eddsa of [false, true]) {
      const inUse = async () => (await listed()).filter(({ use }) => use === 'first').map(({ id }) => id)
      const before = await inUse()
      const known = (await listed()).map(({ id }) => id)
      await changeKeys(path, async (keys) => add(keys, eddsa))
      expect(await inUse()).toEqual(before)
      const added = (await listed()).map(({ id }) => id).filter((id) => !known.includes(id))
      expect(added).toHaveLength(2)
      for (const id of added) await changeKeys(path, async (keys) => (await promote(keys, id))!)
      expect(await inUse()).toEqual(added)
    }
  })

  test('an id that begins with a hyphen is shown and taken without it: npm would take it for an option', async () => {
    const kidOf = async (made: KeyEnv) => (await importSigningKeys(made.signingSecrets)).current.kid
    let keys = keysIn(path)
    while (!(await kidOf(keys)).startsWith('-')) keys = { ...keys, signingSecrets: [Uint8Array.from(randomBytes(32))] }
    const [shown] = await list(keys)
    expect(shown!.id).toBe((await kidOf(keys)).replace(/^-+/, ''))
    for (const id of [shown!.id, await kidOf(keys)])
      expect((await retire(keys, id))!.signingSecrets).not.toEqual(keys.signingSecrets)
  })

  test('KY-06: retiring takes one key away, and makes a new one of its kind where none would be left', async () => {
    await change((keys) => rotate(keys, true))
    const [pair] = await idsOf('SIGNING_KEYS')
    const [only] = await idsOf('AUTH_SECRETS')
    for (const id of [pair!, only!]) await changeKeys(path, async (keys) => (await retire(keys, id))!)
    const left = await listed()
    expect(left.map(({ variable }) => variable)).toEqual(['SIGNING_KEYS', 'REFRESH_PEPPERS', 'REFRESH_PEPPERS'])
    expect(left.map(({ id }) => id)).not.toContain(pair)
    for (const id of await idsOf('REFRESH_PEPPERS')) await changeKeys(path, async (keys) => (await retire(keys, id))!)
    expect(await idsOf('REFRESH_PEPPERS')).toHaveLength(1)
    expect(readFileSync(path, 'utf8')).not.toContain(first.REFRESH_PEPPERS)
    expect(readFileSync(path, 'utf8')).not.toContain(first.AUTH_SECRETS)
    expect(await retire(keysIn(path), 'unknown')).toBeNull()
  })

  test('a change that cannot be made leaves the file as it was: another one is being made, or a value has several lines', async () => {
    const failing = (why: string) => expect(change(rotate)).rejects.toThrow(why)
    writeFileSync(`${path}.draft`, '')
    await failing('killed')
    expect(keysIn(path).peppers).toHaveLength(1)
    rmSync(`${path}.draft`)
    writeFileSync(path, `${textOf(first)}NOTE="one\nAUTH_SECRETS=two"\n`)
    await failing('editor')
    expect(keysIn(path).peppers).toHaveLength(1)
    await expect(changeKeys(path, () => Promise.reject(new Error('killed in between')))).rejects.toThrow()
    writeFileSync(path, textOf(first))
    await change(rotate)
    expect(keysIn(path).peppers).toHaveLength(2)
  })

  test('two changes at once: both are made, or one is told why not; no key is lost', async () => {
    const results = await Promise.allSettled([change(rotate), change(rotate), change(rotate)])
    const made = results.filter(({ status }) => status === 'fulfilled').length
    expect(keysIn(path).signingSecrets).toHaveLength(1 + made)
  })

  test('a link stays a link: the file behind it changes', async () => {
    const link = join(folder, 'link')
    symlinkSync(path, link)
    await changeKeys(link, async (keys) => rotate(keys))
    expect(keysIn(path).signingSecrets).toHaveLength(2)
    expect(statSync(link).ino).toBe(statSync(path).ino)
  })
})

describe('what a running server makes of it', () => {
  test('KY-03: after a rotation nobody is logged out, and what is issued next is under the new keys', async () => {
    const auth = await openFollowing()
    const login = await auth.register(credentials())
    const [old] = await idsOf('AUTH_SECRETS')
    const [oldPepper] = await idsOf('REFRESH_PEPPERS')
    await change(rotate)
    await auth.authenticate(login.accessToken)
    const { tokens } = await auth.refresh(login)
    await auth.authenticate(tokens!.accessToken)
    for (const id of [old!, oldPepper!]) await changeKeys(path, async (keys) => (await retire(keys, id))!)
    await auth.authenticate(tokens!.accessToken)
    expect(await codeOf(auth.authenticate(login.accessToken))).toBe('bad_signature')
    expect(await codeOf(auth.refresh(login)), 'a retry under the retired pepper').toBe('refresh_unknown')
  })

  test('KY-06: retired, every token of that key is refused at the next check, also one that was remembered; refresh tokens live on', async () => {
    const auth = await openFollowing()
    const login = await auth.register(credentials())
    for (let i = 0; i < 3; i++) await auth.authenticate(login.accessToken)
    const [leaked] = await idsOf('AUTH_SECRETS')
    await changeKeys(path, async (keys) => (await retire(keys, leaked!))!)
    expect(await codeOf(auth.authenticate(login.accessToken))).toBe('bad_signature')
    const { tokens } = await auth.refresh(login)
    await auth.authenticate(tokens!.accessToken)
  })

  test('while the file is gone, unreadable or wrong, nobody is verified by the old keys, and nobody is logged out', async () => {
    const auth = await openFollowing()
    const login = await auth.register(credentials())
    const text = readFileSync(path, 'utf8')
    const breaks = [
      () => renameSync(path, `${path}.away`),
      () => writeFileSync(path, text.slice(0, text.indexOf('REFRESH'))),
      () => writeFileSync(path, text.replace(first.REFRESH_PEPPERS, 'changeme')),
      () => writeFileSync(path, ''),
    ]
    for (const breakIt of breaks) {
      breakIt()
      expect(await codeOf(auth.authenticate(login.accessToken))).toBe('store_unavailable')
      expect(await codeOf(auth.refresh(login))).toBe('store_unavailable')
      writeFileSync(path, text)
      await auth.authenticate(login.accessToken)
    }
  })

  test('a file that has not changed is not read again', async () => {
    const keys = followKeys(path)
    expect(await keys()).toBe(await keys())
    writeFileSync(path, readFileSync(path))
    const again = await keys()
    expect(await keys()).toBe(again)
  })
})

test('the keys are followed in the file they were taken from; given by the environment they are not, and never in two places', () => {
  const local = join(folder, '.env.local')
  expect(keysFileOf(folder, first)).toBeNull()
  writeFileSync(local, textOf(first))
  expect(keysFileOf(folder, { ...first, SIGNING_KEYS: '' })).toBe(local)
  expect(keysFileOf(folder, { ...first, AUTH_SECRETS: secret() })).toBeNull()
  expect(keysFileOf(folder, { KEYS_FILE: 'keys.env' })).toBe(path)
  expect(() => keysFileOf(folder, { ...first, KEYS_FILE: 'keys.env' })).toThrow('leave out AUTH_SECRETS')
})

test('KY-04, KY-05: a set of keys with anything but Ed25519 pairs in it, or one key for two purposes, is not used', () => {
  const jwk = (type: 'ed25519' | 'x25519' = 'ed25519') =>
    (type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519')).privateKey.export({
      format: 'jwk',
    })
  const pair = jwk()
  const read =
    (SIGNING_KEYS: unknown, more: object = {}) =>
    () => {
      writeFileSync(path, textOf({ ...first, SIGNING_KEYS: `'${JSON.stringify(SIGNING_KEYS)}'`, ...more }))
      return keysIn(path)
    }
  expect(read({ keys: [pair, { ...jwk(), alg: 'EdDSA', use: 'sig' }] })().signingKeys).toHaveLength(2)
  const { d, ...publicHalf } = pair
  const wrong = [
    [pair],
    { keys: [] },
    { keys: [publicHalf] },
    { keys: [{ ...pair, kid: 'mine' }] },
    { keys: [{ ...pair, alg: 'HS256' }] },
    { keys: [{ ...pair, use: 'enc' }] },
    { keys: [{ ...pair, d: 'changeme' }] },
    { keys: [{ ...pair, d: Buffer.alloc(32).toString('base64url') }] },
    { keys: [pair, { kty: 'oct', k: secret() }] },
    { keys: [pair, { ...jwk(), kty: 'oct' }] },
    { keys: [jwk('x25519')] },
    { keys: [pair], more: 1 },
  ]
  for (const set of wrong) expect(read(set), JSON.stringify(set)).toThrow('SIGNING_KEYS')
  expect(read({ keys: [pair, pair] })).toThrow('share')
  expect(read({ keys: [pair] }, { REFRESH_PEPPERS: d })).toThrow('share')
  expect(read({ keys: [pair] }, { AUTH_SECRETS: `${first.AUTH_SECRETS},${first.AUTH_SECRETS}` })).toThrow('share')
})
