import { generateKeyPairSync, randomBytes, sign as signWith } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createAuth, importSigningKeys } from './index.ts'
import { codeOf, credentials, encodePart, forgeToken, openTestAuth } from './testing.ts'

const secret = Uint8Array.from(randomBytes(32))
const keys = await importSigningKeys([secret])
const engine = await openTestAuth({ keys })
const { accessToken } = await engine.auth.register(credentials())
const claims = Buffer.from(accessToken.split('.')[1]!, 'base64url').toString()
const { kid } = keys.current
const base = { alg: 'HS256', typ: 'at+jwt', kid }

/** The real claims under another header, signed with the real key unless told. */
const under = (header: unknown, hash = 'sha256', key: Uint8Array | string = secret) =>
  forgeToken(header, claims, key, hash)
const refusalOf = (token: string) => codeOf(engine.auth.authenticate(token))

test('control: the token as it was issued, and the same claims under the same header, are accepted', async () => {
  await engine.auth.authenticate(accessToken)
  await engine.auth.authenticate(under(base))
  // Media types are compared without case, and "application/" may be left out (RFC 7515, section 4.1.9).
  for (const typ of ['AT+JWT', 'application/at+jwt']) await engine.auth.authenticate(under({ ...base, typ }))
})

describe('alg: one algorithm, pinned; the token has no say', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const rs256 = `${encodePart({ ...base, alg: 'RS256' })}.${encodePart(claims)}`
  test.each([
    ...[
      'none',
      'None',
      'NONE',
      'nOnE',
      '',
      'hs256',
      'HS256 ',
      'HS1',
      'RS256',
      'ES256',
      'EdDSA',
      'PBES2-HS256+A128KW',
      'dir',
    ].map((alg) => [`"${alg}" without a signature`, `${encodePart({ ...base, alg })}.${encodePart(claims)}.`]),
    ...['none', 'hs256', 'HS384', 'HS512', 'RS256', 'ES256', 'EdDSA'].map((alg) => [
      `"${alg}" over an HS256 signature by the real key`,
      under({ ...base, alg }),
    ]),
    ['HS384 by the real key', under({ ...base, alg: 'HS384' }, 'sha384')],
    ['HS512 by the real key', under({ ...base, alg: 'HS512' }, 'sha512')],
    ['RS256 by a stranger', `${rs256}.${signWith('sha256', Buffer.from(rs256), rsa.privateKey).toString('base64url')}`],
    ['HS256 keyed with a public key', under(base, 'sha256', pem)],
    ['HS256 keyed with nothing', under(base, 'sha256', '')],
    ['HS256 keyed with the kid', under(base, 'sha256', kid)],
    ...[null, 1, true, [], ['HS256'], {}].map((alg) => [
      `of another type: ${JSON.stringify(alg)}`,
      under({ ...base, alg }),
    ]),
    ['missing', under({ typ: 'at+jwt', kid })],
  ] as [string, string][])('%s is refused', async (_title, token) => {
    expect(['bad_signature', 'malformed']).toContain(await refusalOf(token))
  })

  test.each(['none', 'HS384', 'HS512', 'RS256'])(
    '%s is refused by name, before any key is tried with it',
    async (alg) => {
      expect(await refusalOf(under({ ...base, alg }, 'sha512'))).toBe('bad_signature')
    },
  )
})

describe('header: only alg, typ and kid exist; keys come from the configuration alone', () => {
  const jwk = { kty: 'oct', k: encodePart('attacker attacker attacker attacker') }
  test.each([
    ['jwk', jwk],
    ['jku', 'https://evil.test/jwks.json'],
    ['x5u', 'https://evil.test/cert.pem'],
    ['x5c', ['MIIB']],
    ['x5t', 'abc'],
    ['crit', ['exp']],
    ['crit', []],
    ['b64', false],
    ['b64', true],
    ['zip', 'DEF'],
    ['cty', 'JWT'],
    ['enc', 'A256GCM'],
    ['epk', jwk],
    ['nonce', 'x'],
    ['constructor', 'x'],
  ])('%s = %j is refused, though the signature is right', async (name, value) => {
    expect(await refusalOf(under({ ...base, [name]: value }))).toBe('malformed')
  })

  test('crit with b64:false, as RFC 7797 has it, is refused', async () => {
    expect(await refusalOf(under({ ...base, b64: false, crit: ['b64'] }))).toBe('malformed')
  })

  test.each([
    '',
    '__proto__',
    'constructor',
    'toString',
    `${kid} `,
    kid.toUpperCase(),
    '../../dev/null',
    "' or 1=1 --",
    '\0',
  ])('kid %j finds no key, not even for a signature by the current one', async (kid) => {
    for (const key of ['', secret])
      expect(await refusalOf(under({ ...base, kid }, 'sha256', key))).toBe('bad_signature')
  })

  test.each([undefined, null, 0, 1, true, [kid], { kid }, []])(
    'kid of another type, %j, is refused and breaks nothing',
    async (kid) => {
      expect(await refusalOf(under({ ...base, kid }))).toBe('malformed')
    },
  )

  test.each(['JWT', 'at+jwt2', 'rt+jwt', 'logout+jwt', 'id+jwt', '', 'application/jwt', 'at', 'at+jwt; x=1'])(
    'typ %j is another kind of token',
    async (typ) => expect(await refusalOf(under({ ...base, typ }))).toBe('wrong_type'),
  )

  test.each([undefined, null, 1, ['at+jwt']])('typ of another type, %j, is refused', async (typ) => {
    expect(await refusalOf(under({ ...base, typ }))).toBe('malformed')
  })
})

test('a token that was made up asks nobody: the signature is checked before any store', async () => {
  const asked: unknown[] = []
  const find = async (keys: readonly string[]) => {
    asked.push(keys)
    return null
  }
  const { denylist, store } = engine.deps
  const counted = createAuth({ ...engine.deps, denylist: { ...denylist, find }, store: { ...store, findDenied: find } })
  const madeUp = Array.from({ length: 100 }, () => under(base, 'sha256', randomBytes(32)))
  for (const token of [...madeUp, under({ ...base, typ: 'JWT' }), 'a.b.c'])
    expect(await codeOf(counted.authenticate(token))).toMatch(/^(bad_signature|wrong_type|malformed)$/)
  expect(asked).toEqual([])
  await counted.authenticate(accessToken)
  expect(asked).toHaveLength(1)
})

describe('keys and audiences', () => {
  test('a token of another issuer or audience is refused, although the key is the same', async () => {
    for (const other of [{ issuer: 'https://other.test' }, { audience: 'https://other.test' }]) {
      const elsewhere = createAuth({ ...engine.deps, ...other })
      const { accessToken } = await elsewhere.register(credentials('combined', `${crypto.randomUUID()}@example.org`))
      await elsewhere.authenticate(accessToken)
      expect(await refusalOf(accessToken)).toBe('wrong_audience')
    }
  })

  test('after a change of keys the newest signs and the old one still verifies, until it is taken away', async () => {
    const newer = Uint8Array.from(randomBytes(32))
    const both = createAuth({ ...engine.deps, keys: await importSigningKeys([newer, secret]) })
    await both.authenticate(accessToken)
    const { accessToken: next } = await both.login(credentials())
    expect(await refusalOf(next)).toBe('bad_signature')
    const newest = createAuth({ ...engine.deps, keys: await importSigningKeys([newer]) })
    await newest.authenticate(next)
    expect(await codeOf(newest.authenticate(accessToken))).toBe('bad_signature')
  })

  test('a short signing secret is refused before anything is signed with it', async () => {
    await expect(importSigningKeys([new Uint8Array(31)])).rejects.toThrow(TypeError)
    await expect(importSigningKeys([])).rejects.toThrow(TypeError)
  })

  test('a refresh token is no access token', async () => {
    const { refreshToken } = await engine.auth.login(credentials())
    expect(await refusalOf(refreshToken!)).toBe('malformed')
  })
})
