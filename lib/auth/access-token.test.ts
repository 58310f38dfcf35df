import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { importSigningKeys, strategyNames } from './index.ts'
import { codeOf, credentials, forgeToken, LIFETIMES, openTestAuth, type TestAuth } from './testing.ts'

const secret = Uint8Array.from(randomBytes(32))
const keys = await importSigningKeys([secret])
const UUID = '6f1c0f0e-9f57-4a3e-8a52-0d9b1a2c3d4e'
const ABSENT = Symbol('absent')

let engine: TestAuth
let now: number
beforeEach(async () => {
  engine = await openTestAuth({ keys })
  now = engine.clock()
})

/** Signed with the real key: whatever is refused here is refused for its claims. Values are JSON text. */
function sign(changes: Record<string, string | symbol> = {}): string {
  const claims: Record<string, string | symbol> = {
    iss: '"https://app.test"',
    aud: '"https://app.test"',
    sub: `"${UUID}"`,
    sid: `"${UUID}"`,
    jti: `"${UUID}"`,
    iat: `${now}`,
    exp: `${now + LIFETIMES.access}`,
    ver: '1',
    gen: '0',
    strategy: '"combined"',
    ...changes,
  }
  const members = Object.entries(claims).filter(([, value]) => value !== ABSENT)
  const payload = `{${members.map(([name, value]) => `"${name}":${String(value)}`).join(',')}}`
  return forgeToken({ alg: 'HS256', typ: 'at+jwt', kid: keys.current.kid }, payload, secret)
}

const accepts = (changes?: Parameters<typeof sign>[0]) => engine.auth.authenticate(sign(changes))
const refusal = (changes: Parameters<typeof sign>[0]) => codeOf(accepts(changes))

describe('control: what the table below breaks is accepted whole', () => {
  test('a token with every claim in its range names its principal, and nobody can change it', async () => {
    const principal = await accepts()
    expect(principal).toEqual({
      accountId: UUID,
      sessionId: UUID,
      tokenId: UUID,
      strategy: 'combined',
      version: 1,
      generation: 0,
      issuedAt: now,
      expiresAt: now + LIFETIMES.access,
    })
    expect(Object.isFrozen(principal)).toBe(true)
  })

  test.each(strategyNames)(
    'a token issued at a login with %s is accepted, with the whole lifetime of its row',
    async (strategy) => {
      const { accessToken, session } = await engine.auth.register(credentials(strategy))
      const principal = await engine.auth.authenticate(accessToken)
      expect(principal).toMatchObject({ strategy, sessionId: session.id, generation: 0, version: 1, issuedAt: now })
      expect(principal.expiresAt).toBe(now + engine.deps.strategies[strategy].accessLifetime)
      expect(principal.expiresAt).toBe(session.accessUntil)
    },
  )

  test('TK-14: a token carries no personal data: these claims and no others', async () => {
    const { accessToken } = await engine.auth.register(credentials())
    const parts = accessToken.split('.').slice(0, 2)
    const [header, payload] = parts.map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
    expect(Object.keys(header).sort()).toEqual(['alg', 'kid', 'typ'])
    expect(Object.keys(payload).sort()).toEqual('aud exp gen iat iss jti sid strategy sub ver'.split(' '))
  })

  test('TK-10: the account and the session that a token names are a pair of the database, at issue and at refresh', async () => {
    for (const email of ['mina@example.org', 'omar@example.org']) {
      const login = await engine.auth.register(credentials('combined', email))
      const { tokens } = await engine.auth.refresh(login)
      for (const { accessToken } of [login, tokens!]) {
        const { accountId, sessionId } = await engine.auth.authenticate(accessToken)
        expect([sessionId, accountId]).toEqual([login.session.id, login.account.id])
        expect(await engine.deps.store.findSession(sessionId)).toMatchObject({ accountId })
      }
    }
  })

  test('no two tokens share an id', async () => {
    const { refreshToken, holder, accessToken } = await engine.auth.register(credentials())
    const { tokens } = await engine.auth.refresh({ refreshToken, holder })
    const ids = [accessToken, tokens!.accessToken].map(async (token) => (await engine.auth.authenticate(token)).tokenId)
    expect(new Set(await Promise.all(ids)).size).toBe(2)
  })
})

// One wrong value of each kind. Every variant known of each is in the table of `npm run prove`.
describe('every claim is checked for its type, not only for its presence', () => {
  const uuids = ['sub', 'sid', 'jti']
  const counts = ['iat', 'exp', 'ver', 'gen']
  const wrongUuids = ['0', 'null', ABSENT, `["${UUID}"]`, `"${UUID.toUpperCase()}"`, `"${UUID}\\n"`]
  const wrongCounts = ['null', ABSENT, '"1"', '-1', '0.5', '1e400', '9007199254740992', '[1]']
  const table: [claim: string, value: string | symbol][] = [
    ...uuids.flatMap((claim) => wrongUuids.map((value): [string, string | symbol] => [claim, value])),
    ...counts.flatMap((claim) => wrongCounts.map((value): [string, string | symbol] => [claim, value])),
  ]

  test.each(table)('TK-06: %s = %s is refused', async (claim, value) => {
    // An exp of 0.5 or -1 is past first: all that matters is that a refusal says so, whichever check it was.
    expect(['malformed', 'expired']).toContain(await refusal({ [claim]: value }))
  })

  test.each([
    ['sub', '0', 'malformed'],
    ['jti', 'null', 'malformed'],
    ['exp', '1e400', 'malformed'],
    ['exp', ABSENT, 'malformed'],
    ['ver', '1.5', 'malformed'],
    ['strategy', '"unknown"', 'malformed'],
    ['strategy', '"constructor"', 'malformed'],
    ['strategy', '["combined"]', 'malformed'],
    ['strategy', ABSENT, 'malformed'],
    ['iss', '"https://evil.test"', 'wrong_audience'],
    ['iss', ABSENT, 'wrong_audience'],
    ['aud', '"https://evil.test"', 'wrong_audience'],
    ['aud', '["https://app.test"]', 'wrong_audience'],
    ['aud', ABSENT, 'wrong_audience'],
  ])('TK-06, TK-10: %s = %s is told as %s', async (claim, value, code) =>
    expect(await refusal({ [claim]: value })).toBe(code),
  )

  test('TK-18: claims that nobody asked for change nothing', async () => {
    const principal = await accepts({ admin: 'true', role: '"admin"', accountId: '"x"', nonce: '{}' })
    expect(Object.keys(principal)).toHaveLength(8)
  })
})

describe('time: an access token dies by itself, to the second', () => {
  test('TK-08: it is accepted until just before exp and refused from exp on, with no tolerance', async () => {
    const token = sign()
    engine.clock.advance(LIFETIMES.access - 1)
    await engine.auth.authenticate(token)
    engine.clock.advance(0.999)
    await engine.auth.authenticate(token)
    engine.clock.advance(0.001)
    expect(await codeOf(engine.auth.authenticate(token))).toBe('expired')
  })

  test('issued within a second, it lives from the whole second before: never longer than its row says', async () => {
    engine.clock.advance(0.75)
    const { accessToken, session } = await engine.auth.register(credentials())
    expect(session.accessUntil).toBe(now + LIFETIMES.access)
    expect(await engine.auth.authenticate(accessToken)).toMatchObject({ issuedAt: now, expiresAt: session.accessUntil })
  })

  const at = (seconds: number) => () => `${now + seconds}`
  test.each([
    ['exp one second past', { exp: at(-1), iat: at(-300) }, 'expired'],
    ['exp now', { exp: at(0), iat: at(-300) }, 'expired'],
    ['a life one second too long', { exp: at(301) }, 'malformed'],
    ['a life of ten years', { exp: at(315_360_000) }, 'malformed'],
    ['the long life of another strategy', { exp: at(LIFETIMES.longAccess) }, 'malformed'],
    ['exp in milliseconds', { exp: () => `${(now + 300) * 1000}` }, 'malformed'],
    ['all times in milliseconds', { exp: () => `${(now + 300) * 1000}`, iat: () => `${now * 1000}` }, 'malformed'],
    ['iat beyond the tolerance', { iat: at(6), exp: at(200) }, 'malformed'],
    ['iat an hour ahead', { iat: at(3600), exp: at(3900) }, 'malformed'],
    ['exp before iat', { iat: at(5), exp: at(4) }, 'malformed'],
    ['exp equal to iat', { iat: at(5), exp: at(5) }, 'malformed'],
    ['nbf in the future', { nbf: at(60) }, 'malformed'],
  ])('TK-07, TK-08, TK-09: %s is refused', async (_title, changes, code) => {
    const claims = Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value()]))
    expect(await refusal(claims)).toBe(code)
  })

  test('TK-08: another instance’s clock may be five seconds ahead', async () => {
    await accepts({ iat: `${now + 5}`, exp: `${now + 200}` })
  })

  test('TK-07: each strategy has its own longest life', async () => {
    const long = { exp: `${now + LIFETIMES.longAccess}` }
    for (const strategy of ['client-side', 'denylist']) await accepts({ ...long, strategy: `"${strategy}"` })
    for (const strategy of ['rotation', 'combined']) {
      expect(await refusal({ ...long, strategy: `"${strategy}"` })).toBe('malformed')
    }
  })
})
