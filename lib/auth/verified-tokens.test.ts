import { createHmac, randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { createAuth, importSigningKeys, type VerifiedToken } from './index.ts'
import {
  claimsOf,
  codeOf,
  credentials,
  encodePart,
  forgeToken,
  LIFETIMES,
  openTestAuth,
  type TestAuth,
} from './testing.ts'

const secret = Uint8Array.from(randomBytes(32))
const keys = await importSigningKeys([secret])
const header = { alg: 'HS256', typ: 'at+jwt', kid: keys.current.kid }

let verified: Map<string, VerifiedToken>
let engine: TestAuth
let token: string
let refreshToken: string
beforeEach(async () => {
  verified = new Map()
  engine = await openTestAuth({ keys, verified })
  const login = await engine.auth.register(credentials())
  token = login.accessToken
  refreshToken = login.refreshToken!
})

/** How often a signature was checked with these keys while `act` ran: the engine looks the key up once for each. */
async function signaturesChecked(act: (auth: TestAuth['auth']) => Promise<unknown>): Promise<number> {
  let looked = 0
  const byId = new Map(keys.byId)
  byId.get = (kid) => {
    looked += 1
    return keys.byId.get(kid)
  }
  await act(createAuth({ ...engine.deps, keys: { ...keys, byId } }))
  return looked
}

test('a signature is checked once, however often its token is presented; the answer is the same frozen one', async () => {
  const checked = await signaturesChecked(async (auth) => {
    const first = await auth.authenticate(token)
    for (let i = 0; i < 5; i += 1) expect(await auth.authenticate(Buffer.from(token).toString())).toEqual(first)
    expect(Object.isFrozen(await auth.authenticate(token))).toBe(true)
  })
  expect(checked).toBe(1)
})

describe('what time changes is compared at every check, with the clock that was given', () => {
  test('TK-08: a remembered token dies at its exp, to the second', async () => {
    await engine.auth.authenticate(token)
    engine.clock.advance(LIFETIMES.access - 0.001)
    await engine.auth.authenticate(token)
    engine.clock.advance(0.001)
    expect(await codeOf(engine.auth.authenticate(token))).toBe('expired')
  })

  test('when the clock is put back, it was issued in the future, remembered or not', async () => {
    await engine.auth.authenticate(token)
    engine.clock.advance(-6)
    expect(await codeOf(engine.auth.authenticate(token))).toBe('malformed')
  })

  test('a life that is longer than its strategy allows by now is refused, and so is a strategy that is gone', async () => {
    await engine.auth.authenticate(token)
    const { combined, ...others } = engine.deps.strategies
    const shorter = { ...others, combined: { ...combined, accessLifetime: LIFETIMES.access - 1 } }
    for (const strategies of [shorter, others as typeof shorter]) {
      expect(await codeOf(createAuth({ ...engine.deps, strategies }).authenticate(token))).toBe('malformed')
    }
  })

  test('a token with a beginning of its own is never issued and never accepted: nothing would ask for it again', async () => {
    const early = forgeToken(header, { ...claimsOf(token), nbf: engine.clock() - 60 }, secret)
    expect(await codeOf(engine.auth.authenticate(early))).toBe('malformed')
  })
})

test('RV-10: revocation is asked every time: a token that was remembered is refused at the first check after its logout', async () => {
  for (let i = 0; i < 3; i += 1) await engine.auth.authenticate(token)
  await engine.auth.logout({ accessToken: token, refreshToken })
  expect(await codeOf(engine.auth.authenticate(token))).toBe('denied_session')
  const find = () => Promise.reject(new Error('down'))
  const silent = createAuth({
    ...engine.deps,
    denylist: { ...engine.deps.denylist, find },
    store: { ...engine.deps.store, findDenied: find },
  })
  expect(await codeOf(silent.authenticate(token))).toBe('store_unavailable')
})

describe('what was verified by other rules says nothing', () => {
  test('KY-03: a key that is taken away takes the remembered tokens with it', async () => {
    await engine.auth.authenticate(token)
    const replaced = createAuth({ ...engine.deps, keys: await importSigningKeys([Uint8Array.from(randomBytes(32))]) })
    expect(await codeOf(replaced.authenticate(token))).toBe('bad_signature')
  })

  test.each(['issuer', 'audience'])('an engine of another %s that shares keys and memory refuses it', async (name) => {
    await engine.auth.authenticate(token)
    const other = createAuth({ ...engine.deps, [name]: 'https://other.test' })
    expect(await codeOf(other.authenticate(token))).toBe('wrong_audience')
  })
})

test('TK-12: every other spelling of a remembered token is another text: verified, and refused', async () => {
  await engine.auth.authenticate(token)
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = ALPHABET.indexOf(token.at(-1)!)
  const spellings = [
    ...[1, 2, 3].map((bits) => token.slice(0, -1) + ALPHABET[last ^ bits]),
    ...[' ', '=', '==', '\n', '.', '\0', '\u0100'].flatMap((extra) => [token + extra, extra + token]),
    // Its last byte is the letter's: a memory that kept bytes instead of text would take it.
    String.fromCharCode(0x100 + token.charCodeAt(0)) + token.slice(1),
    token.replace('.', '%2E'),
  ]
  for (const spelling of spellings) expect(await codeOf(engine.auth.authenticate(spelling))).toBe('malformed')
  expect([...verified.keys()]).toEqual([token])
})

describe('a refusal is never remembered', () => {
  /** More than 200: each header and each signature that is wrong in one thing, over right claims and wrong ones. */
  const hostile = () => {
    const good = claimsOf(token)
    const { kid } = header
    const algs = ['none', 'hs256', 'HS384', 'RS256', 'ES256', '', null, 1].map((alg) => ({ ...header, alg }))
    const types = ['JWT', 'rt+jwt', '', null].map((typ) => ({ ...header, typ }))
    const kids = ['', '__proto__', `${kid} `, null, 1].map((kid) => ({ ...header, kid }))
    const extras = [{ jwk: {} }, { crit: ['exp'] }, { b64: false }, { jku: 'x' }].map((more) => ({
      ...header,
      ...more,
    }))
    const claims = [
      ...[{ aud: 'other' }, { iss: 'other' }, { sub: 'root' }, { sid: null }, { jti: 1 }, { ver: -1 }, { gen: '0' }],
      ...[{ strategy: 'constructor' }, { exp: 1 }, { exp: good.exp + 1 }, { iat: good.exp }, { nbf: 1 }],
    ].map((more) => ({ ...good, ...more }))
    const headers = [...algs, ...types, ...kids, ...extras]
    return [
      ...headers.flatMap((one) => [good, ...claims.slice(0, 8)].map((body) => forgeToken(one, body, secret))),
      ...claims.map((body) => forgeToken(header, body, secret)),
      ...[good, ...claims].map((body) => forgeToken(header, body, 'another key')),
      `${encodePart(header)}.${encodePart(good)}.`,
      `${token.slice(0, token.lastIndexOf('.'))}.${createHmac('sha512', secret).update('x').digest('base64url')}`,
    ]
  }

  test('two hundred hostile tokens are refused alike at the first sight, at the second, and without any memory', async () => {
    await engine.auth.authenticate(token)
    const forgetful = createAuth({ ...engine.deps, verified: undefined })
    const tokens = hostile()
    expect(new Set(tokens).size).toBeGreaterThan(200)
    for (const one of tokens) {
      const code = await codeOf(forgetful.authenticate(one))
      expect([await codeOf(engine.auth.authenticate(one)), await codeOf(engine.auth.authenticate(one))]).toEqual([
        code,
        code,
      ])
    }
    expect([...verified.keys()]).toEqual([token])
  })

  test('nor is an expired token', async () => {
    engine.clock.advance(LIFETIMES.access)
    expect(await codeOf(engine.auth.authenticate(token))).toBe('expired')
    expect(verified.size).toBe(0)
  })
})
