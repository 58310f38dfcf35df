import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { importSigningKeys } from './index.ts'
import { codeOf, credentials, encodePart, forgeToken, openTestAuth } from './testing.ts'

const secret = Uint8Array.from(randomBytes(32))
const keys = await importSigningKeys([secret])
const engine = await openTestAuth({ keys })
const { accessToken } = await engine.auth.register(credentials())
const [goodHeader, goodPayload, goodSignature] = accessToken.split('.') as [string, string, string]
const base = { alg: 'HS256', typ: 'at+jwt', kid: keys.current.kid }
/** Each with a title that shows its shape: the parts of the good token as H, P and S. */
const titled = (tokens: string[]) =>
  tokens.map((token): [string, string] => {
    const shape = token.replaceAll(goodHeader, 'H').replaceAll(goodPayload, 'P').replaceAll(goodSignature, 'S')
    return [JSON.stringify(shape), token]
  })
const refusalOf = (token: string) => codeOf(engine.auth.authenticate(token))

test('control: the token as it was issued is accepted', async () => {
  await engine.auth.authenticate(accessToken)
})

describe('signature and structure', () => {
  const flipped = Buffer.from(goodSignature, 'base64url')
  flipped[0]! ^= 1
  test.each([
    ['one bit flipped', `${goodHeader}.${goodPayload}.${flipped.toString('base64url')}`],
    ['all zero', `${goodHeader}.${goodPayload}.${Buffer.alloc(32).toString('base64url')}`],
    ['cut short', `${goodHeader}.${goodPayload}.${flipped.subarray(0, 16).toString('base64url')}`],
    ['too long', `${goodHeader}.${goodPayload}.${Buffer.concat([flipped, flipped]).toString('base64url')}`],
    ['of another payload', `${goodHeader}.${encodePart({ sub: 'root' })}.${goodSignature}`],
  ])('a signature %s is refused', async (_title, token) => expect(await refusalOf(token)).toBe('bad_signature'))

  const noParts = '. .. ... a a.b a.b.c a.b.c.d null {} \0 💥.💥.💥 undefined.undefined.undefined'.split(' ')
  const wrongCount = [
    ...[`${goodHeader}.${goodPayload}`, `${goodHeader}.${goodPayload}.`, `.${goodPayload}.${goodSignature}`],
    ...[`${accessToken}.`, `.${accessToken}`, `${accessToken}.${goodSignature}`, `Bearer ${accessToken}`],
    ...[`${goodHeader}..${goodSignature}`, `${goodHeader}.a.b.c.${goodSignature}`],
    JSON.stringify({ protected: goodHeader, payload: goodPayload, signature: goodSignature }),
  ]
  const headers = ['null', '[]', '"x"', '1', '{', '{"alg":"HS256"', '\ufeff{}']
  const payloads = ['null', '[]', '"x"', '1', '{', '{"exp":}']
  test.each([
    ...titled([...noParts, ...wrongCount]),
    ...headers.map((header) => [`a signed header of ${header}`, forgeToken(header, '{}', secret)]),
    ...payloads.map((payload) => [`a signed payload of ${payload}`, forgeToken(base, payload, secret)]),
  ] as [string, string][])('%s is no token', async (_title, token) => expect(await refusalOf(token)).toBe('malformed'))

  test('nothing at all is "missing"', async () => {
    expect(await refusalOf('')).toBe('missing')
    expect(await codeOf(engine.auth.authenticate(null))).toBe('missing')
  })

  test('more than 4 kB is refused before it is split, decoded or verified, and a megabyte of dots too', async () => {
    const long = forgeToken(base, { pad: 'x'.repeat(4096) }, secret)
    const started = performance.now()
    for (const token of [
      long,
      '.'.repeat(1_000_000),
      `${'a'.repeat(1_000_000)}.b.c`,
      `${accessToken}${'A'.repeat(4096)}`,
    ]) {
      expect(await refusalOf(token)).toBe('malformed')
    }
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('one token has one spelling: what jose would tolerate is refused, so no alias escapes a denial', () => {
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const index = ALPHABET.indexOf(goodSignature.at(-1)!)
  const unusedBits = [1, 2, 3].map((bits) => accessToken.slice(0, -1) + ALPHABET[index ^ bits])
  const spaced = [' ', '\t', '\n', '\r', '\f', '\v', '\u00a0', '\u200b'].flatMap((space) => [
    accessToken + space,
    space + accessToken,
    accessToken.replaceAll('.', `.${space}`),
    `${accessToken.slice(0, -5)}${space}${accessToken.slice(-5)}`,
  ])
  const padded = ['=', '==', '%3D', '%3d', '&', ';', '"'].map((end) => accessToken + end)
  const encoded = [`"${accessToken}"`, accessToken.replace('.', '%2E'), accessToken.replace('.', '\uff0e')]

  test.each([
    ...unusedBits.map((token, i) => [`unused bits ${i + 1}`, token]),
    ...spaced.map((token, i) => [`white space ${i}`, token]),
    ...titled([...padded, ...encoded]),
  ] as [string, string][])('%s is refused', async (_title, token) => expect(await refusalOf(token)).toBe('malformed'))
})
