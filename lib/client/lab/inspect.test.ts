import { jwtVerify, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { claimOf, type Decoded, dateOf, decodeToken, type Malformed } from './inspect.ts'
import { parseSetCookie } from './inspect-cookie.ts'
import { type Edit, editedCopy } from './inspect-edit.ts'

const base64url = (text: string) => Buffer.from(text).toString('base64url')
const tokenOf = (payload: string, header = '{"alg":"HS256"}') => `${base64url(header)}.${base64url(payload)}.c2ln`
const decode = (text: string) => decodeToken(text) as Decoded
const refuse = (text: string) => decodeToken(text) as Malformed

test('a token can be read by anybody: only its signature needs the key', () => {
  const token = decode(` Bearer ${tokenOf('{"sub":"u","exp":60}')}\n`)
  expect(token.header.map(({ name, value }) => [name, value])).toEqual([['alg', 'HS256']])
  expect(claimOf(token, 'sub')).toBe('u')
  expect(dateOf(token, 'exp')).toBe(60)
  expect(dateOf(token, 'iat')).toBe(null)
  expect(dateOf(decode(tokenOf('{"exp":"60"}')), 'exp')).toBe(null)
})

test.each([
  '{"a":1,"b":"x","c":null}',
  '{ "a" : [1,{"b":"}"}] , "c":{"d":"\\"," } }',
  '{"é":"ü, \\u00e9","😀":true,"n":-1.5e3}',
  '{}',
])('the characters of a claim hold the bytes of that claim: %s', (json) => {
  const token = decode(tokenOf(json))
  expect(Object.fromEntries(token.payload.map(({ name, value }) => [name, value]))).toEqual(JSON.parse(json))
  let last = token.payloadAt
  for (const { name, from, to } of token.payload) {
    expect(from).toBeGreaterThanOrEqual(last)
    last = to
    // Whole groups of four characters around it, as three bytes each.
    const start = token.payloadAt + Math.floor((from - token.payloadAt) / 4) * 4
    const bytes = Buffer.from(token.text.slice(start, to + 1), 'base64url').toString()
    expect(bytes).toContain(JSON.stringify(name).slice(0, -1))
  }
})

test.each([
  ['', 'three parts'],
  ['abc', 'no dot'],
  ['a.b', 'This has 2'],
  ['a.b.c.d.e', 'encrypted'],
  ['jlt_rt_abc', 'opaque'],
  ['.e30.', 'The first part is not base64url JSON. It is empty.'],
  ['e30.e+0.', 'The middle part is not base64url JSON. “+” at position 6 belongs to plain base64.'],
  ['e30.e😀.', 'The middle part is not base64url JSON. “😀” at position 6 is not one of its characters.'],
  ['e30.e30ab.', 'The middle part is not base64url JSON. Its length, 5,'],
  [`e30.${base64url('{"a":')}.`, 'The middle part is not base64url JSON. It decodes, but what comes out is not JSON.'],
  [`e30.${Buffer.from([0xff, 0xfe]).toString('base64url')}.`, 'The middle part is not base64url JSON.'],
  [`e30.${base64url('[1]')}.`, 'not to an object'],
  ['e30.e30.ä', 'The last part is not base64url.'],
  ['a'.repeat(20_000), 'too long'],
])('what is no token is told which part is wrong: %.20s', (text, why) => {
  const { title, detail } = refuse(text)
  expect(`${title} ${detail}`).toContain(why)
})

test.each(['sub', 'exp', 'none'] satisfies Edit[])(
  'whoever changes %s has a token that does not verify',
  async (edit) => {
    const key = new Uint8Array(32).fill(7)
    const text = await new SignJWT({ sub: 'u' }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(key)
    const copy = editedCopy(decode(text), edit)
    await expect(jwtVerify(text, key)).resolves.toBeTruthy()
    await expect(jwtVerify(copy, key)).rejects.toThrow()
    const changed = decode(copy)
    expect(changed.header.map(({ name }) => name)).toEqual(['alg'])
    expect(changed.payload.map(({ name }) => name)).toEqual(['sub', 'exp'])
  },
)

test('a cookie is what its line says, and nothing more', () => {
  expect(parseSetCookie('__Host-a=b=c; Max-Age=9; Path=/; HttpOnly; secure; SameSite=Lax')).toEqual({
    name: '__Host-a',
    value: 'b=c',
    httpOnly: true,
    secure: true,
    sameSite: 'Lax',
    path: '/',
    domain: null,
    maxAge: 9,
  })
  expect(parseSetCookie('a=b')).toMatchObject({ httpOnly: false, secure: false, sameSite: null, maxAge: null })
})
