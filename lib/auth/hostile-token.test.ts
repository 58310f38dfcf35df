import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createAuth, importSigningKeys } from './index.ts'
import { codeOf, credentials, encodePart, forgeToken, openTestAuth } from './testing.ts'

const secret = Uint8Array.from(randomBytes(32))
const keys = await importSigningKeys([secret])
const engine = await openTestAuth({ keys })
const { accessToken } = await engine.auth.register(credentials())
const [goodHeader, goodPayload, goodSignature] = accessToken.split('.') as [string, string, string]
const claims = Buffer.from(goodPayload, 'base64url').toString()
const { kid } = keys.current
const base = { alg: 'HS256', typ: 'at+jwt', kid }

/** The real claims under another header, signed with the real key unless told. */
const under = (header: object, hash = 'sha256', key: Uint8Array | string = secret) =>
  forgeToken({ ...base, ...header }, claims, key, hash)
const refusalOf = (token: string) => codeOf(engine.auth.authenticate(token))

test('control: the token as it was issued, and the same claims under the same header, are accepted', async () => {
  await engine.auth.authenticate(accessToken)
  await engine.auth.authenticate(under({}))
  // Media types are compared without case, and "application/" may be left out (RFC 7515, section 4.1.9).
  for (const typ of ['AT+JWT', 'application/at+jwt']) await engine.auth.authenticate(under({ typ }))
})

// Each rule once or twice, with the code that goes into the log. Every variant known of each is in the table of `npm run prove`.
describe('a token that differs from a good one in one thing is refused', () => {
  const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' })
  const flipped = Buffer.from(goodSignature, 'base64url')
  flipped[0]! ^= 1
  const signedBy = (signature: Uint8Array) =>
    `${goodHeader}.${goodPayload}.${Buffer.from(signature).toString('base64url')}`
  const jwk = { kty: 'oct', k: encodePart('attacker attacker attacker attacker') }
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const unusedBit = ALPHABET[ALPHABET.indexOf(goodSignature.at(-1)!) ^ 1]

  const table: [code: string, [title: string, token: string][]][] = [
    [
      'bad_signature',
      [
        ['alg none over a good signature', under({ alg: 'none' })],
        ['alg HS384 by the real key', under({ alg: 'HS384' }, 'sha384')],
        ['HS256 keyed with a public key', under({}, 'sha256', pem.toString())],
        ['HS256 keyed with nothing', under({}, 'sha256', '')],
        ['a kid that is not ours', under({ kid: 'unknown' })],
        ['a kid that every object has', under({ kid: '__proto__' })],
        ['a signature with one bit flipped', signedBy(flipped)],
        ['a signature of zeros', signedBy(new Uint8Array(32))],
        ['a signature cut short', signedBy(flipped.subarray(0, 16))],
        ['the signature of another payload', `${goodHeader}.${encodePart({ sub: 'root' })}.${goodSignature}`],
      ],
    ],
    [
      'malformed',
      [
        ['alg none without a signature', `${encodePart({ ...base, alg: 'none' })}.${goodPayload}.`],
        ['an alg of another type', under({ alg: ['HS256'] })],
        ['a kid of another type', under({ kid: [kid] })],
        ['no typ', under({ typ: undefined })],
        ['a key that it brings along', under({ jwk }, 'sha256', 'attacker attacker attacker attacker')],
        ['the address of a key', under({ jku: 'https://evil.test/jwks.json' })],
        ['an extension that must be understood', under({ crit: ['exp'] })],
        ['a header that says what we did not ask', under({ nonce: 'x' })],
        ['a header that is no object', forgeToken('null', '{}', secret)],
        ['a payload that is no object', forgeToken(base, '[]', secret)],
        ['two parts', `${goodHeader}.${goodPayload}`],
        ['four parts', `${accessToken}.${goodSignature}`],
        ['five parts, as a JWE has', `${goodHeader}.a.b.c.${goodSignature}`],
        [
          'JSON serialisation',
          JSON.stringify({ protected: goodHeader, payload: goodPayload, signature: goodSignature }),
        ],
      ],
    ],
    [
      'wrong_type',
      ['JWT', 'rt+jwt', 'id+jwt', 'at+jwt; x=1', ''].map((typ): [string, string] => [`typ "${typ}"`, under({ typ })]),
    ],
    // One token has one spelling: what jose would tolerate is refused, so no alias escapes a denial.
    [
      'malformed',
      [
        ['another value of the bits that mean nothing', accessToken.slice(0, -1) + unusedBit],
        ['padding', `${accessToken}=`],
        ['white space after it', `${accessToken} `],
        ['a line end inside', accessToken.replace('.', '.\n')],
        ['a percent-encoded dot', accessToken.replace('.', '%2E')],
        ['quotes', `"${accessToken}"`],
      ],
    ],
  ]
  const rows = table.flatMap(([code, tokens]) => tokens.map(([title, token]) => [title, code, token] as const))
  test.each(rows)('TK-01, TK-02, TK-03, TK-04, TK-05, TK-11, TK-12, TK-13: %s: %s', async (_title, code, token) =>
    expect(await refusalOf(token)).toBe(code),
  )

  test('nothing at all is "missing"', async () => {
    expect(await refusalOf('')).toBe('missing')
    expect(await codeOf(engine.auth.authenticate(null))).toBe('missing')
  })

  test('TK-13: more than 4 kB is refused before it is split, decoded or verified, and a megabyte of dots too', async () => {
    const long = forgeToken(base, { pad: 'x'.repeat(4096) }, secret)
    const started = performance.now()
    for (const token of [long, '.'.repeat(1_000_000), `${'a'.repeat(1_000_000)}.b.c`]) {
      expect(await refusalOf(token)).toBe('malformed')
    }
    expect(performance.now() - started).toBeLessThan(500)
  })
})

test('RV-13: a token that was made up asks nobody: the signature is checked before any store', async () => {
  const asked: unknown[] = []
  const find = async (keys: readonly string[]) => {
    asked.push(keys)
    return null
  }
  const { denylist, store } = engine.deps
  const counted = createAuth({ ...engine.deps, denylist: { ...denylist, find }, store: { ...store, findDenied: find } })
  const madeUp = Array.from({ length: 100 }, () => under({}, 'sha256', randomBytes(32)))
  for (const token of [...madeUp, under({ typ: 'JWT' }), 'a.b.c'])
    expect(await codeOf(counted.authenticate(token))).toMatch(/^(bad_signature|wrong_type|malformed)$/)
  expect(asked).toEqual([])
  await counted.authenticate(accessToken)
  expect(asked).toHaveLength(1)
})

describe('keys and audiences', () => {
  test('TK-10: a token of another issuer or audience is refused, although the key is the same', async () => {
    for (const other of [{ issuer: 'https://other.test' }, { audience: 'https://other.test' }]) {
      const elsewhere = createAuth({ ...engine.deps, ...other })
      const { accessToken } = await elsewhere.register(credentials('combined', `${crypto.randomUUID()}@example.org`))
      await elsewhere.authenticate(accessToken)
      expect(await refusalOf(accessToken)).toBe('wrong_audience')
    }
  })

  test('KY-03: after a change of keys the newest signs and the old one still verifies, until it is taken away', async () => {
    const newer = Uint8Array.from(randomBytes(32))
    const both = createAuth({ ...engine.deps, keys: await importSigningKeys([newer, secret]) })
    await both.authenticate(accessToken)
    const { accessToken: next } = await both.login(credentials())
    expect(await refusalOf(next)).toBe('bad_signature')
    const newest = createAuth({ ...engine.deps, keys: await importSigningKeys([newer]) })
    await newest.authenticate(next)
    expect(await codeOf(newest.authenticate(accessToken))).toBe('bad_signature')
  })

  test('KY-01: a short signing secret is refused before anything is signed with it', async () => {
    await expect(importSigningKeys([new Uint8Array(31)])).rejects.toThrow(TypeError)
    await expect(importSigningKeys([])).rejects.toThrow(TypeError)
  })

  test('RT-18: a refresh token is no access token', async () => {
    const { refreshToken } = await engine.auth.login(credentials())
    expect(await refusalOf(refreshToken!)).toBe('malformed')
  })
})
