import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryDenylist, type Ed25519Jwk, importSigningKeys, isAuthError } from '../../auth/index.ts'
import { codeOf, createTestClock, credentials, openTestAuth } from '../../auth/testing.ts'
import { readTokens } from '../../http/tokens.ts'
import { tally } from '../tally.ts'
import {
  aliases,
  type Base,
  baseOf,
  type Carried,
  carried,
  type Group,
  groups,
  type HostileToken,
  hostileTokens,
  misplaced,
  openListener,
} from './index.ts'

/** Milliseconds of the processor that one token may cost; the cheaper of two tries counts, for memory is tidied in between. */
const SLOW = 50

/** What each group is told in the log. */
const codes: Record<Group, string[]> = {
  alg: ['bad_signature', 'malformed'],
  keyref: ['bad_signature', 'malformed'],
  crit: ['malformed'],
  typ: ['wrong_type', 'malformed'],
  time: ['expired', 'malformed'],
  claims: ['malformed', 'wrong_audience', 'expired'],
  jti: ['malformed'],
  sig: ['bad_signature'],
  malleable: ['malformed'],
  structure: ['malformed', 'missing', 'bad_signature'],
  payload: ['malformed', 'wrong_audience'],
}

const clock = createTestClock()
const memory = createMemoryDenylist(clock)
let asked = 0
const denylist: typeof memory = {
  ...memory,
  find(keys) {
    asked++
    return memory.find(keys)
  },
}
const secret = Uint8Array.from(randomBytes(32))
const halves = generateKeyPairSync('ed25519')
const keys = await importSigningKeys([secret, halves.privateKey.export({ format: 'jwk' }) as unknown as Ed25519Jwk])
const pair = { ...halves, kid: keys.published[0]!.kid }
const { auth } = await openTestAuth({ keys, denylist }, clock)
const login = await auth.register(credentials())
const { accessToken: other } = await auth.register(credentials('combined', 'other@example.org'))
const listener = await openListener()
const base: Base = baseOf(login.accessToken, secret, listener.origin, pair)
const hostile = hostileTokens(base)
const misplacements = misplaced(base.accessToken, other)

const counts = { cases: hostile.length + misplacements.length, ways: 1, refused: 0, violations: 0 }
afterAll(() => {
  listener.close()
  tally('tokens', counts)
})

async function verdictOn(token: string | null): Promise<string> {
  const refusal = (error: unknown) => (isAuthError(error) ? error.code : `threw ${error}`)
  return auth.authenticate(token).then(() => 'accepted', refusal)
}

/** The verdict of both tries and the milliseconds of the cheaper one. */
async function tryTwice(token: string): Promise<[verdict: string, time: number]> {
  const tries = []
  for (let i = 0; i < 2; i++) {
    const before = process.cpuUsage()
    const verdict = await verdictOn(token)
    const { user, system } = process.cpuUsage(before)
    tries.push({ verdict, time: (user + system) / 1000 })
  }
  const verdicts = new Set(tries.map(({ verdict }) => verdict))
  return [[...verdicts].join(', then '), Math.min(...tries.map(({ time }) => time))]
}

/** What went wrong with each, by title: nothing here may print a token that the real key signed. */
async function judge(tokens: HostileToken[]): Promise<string[]> {
  const wrong: string[] = []
  for (const { group, title, token } of tokens) {
    const [verdict, time] = await tryTwice(token)
    if (!codes[group].includes(verdict)) wrong.push(`${title}: ${verdict}`)
    else if (time > SLOW) wrong.push(`${title}: ${time.toFixed(0)} ms`)
    else counts.refused++
  }
  counts.violations += wrong.length
  return wrong
}

async function judgeCarried(requests: Carried[], allowed: string[]): Promise<string[]> {
  const wrong: string[] = []
  for (const { title, headers } of requests) {
    const read = () => readTokens(new Headers(headers)).accessToken
    const verdict = await Promise.resolve()
      .then(read)
      .then(verdictOn, ({ name }) => name)
    if (allowed.includes(verdict)) counts.refused++
    else wrong.push(`${title}: ${verdict}`)
  }
  counts.violations += wrong.length
  return wrong
}
const misplacedCodes = ['missing', 'malformed', 'AmbiguousTokens']

describe('controls', () => {
  test('the token that all others are made from is accepted, in every carrier that a client may write', async () => {
    expect(await verdictOn(base.accessToken)).toBe('accepted')
    for (const { title, headers } of carried(base.accessToken)) {
      expect(await verdictOn(readTokens(new Headers(headers)).accessToken), title).toBe('accepted')
    }
  })

  test('other texts that say the same are accepted while the session lives: what is refused below is refused for what it says', async () => {
    for (const [title, token] of aliases(base)) expect(await verdictOn(token), title).toBe('accepted')
  })

  test('the table has hundreds of cases, some in every group, and no text in it twice', () => {
    expect(new Set(hostile.map(({ group }) => group))).toEqual(new Set(groups))
    expect(hostile.length).toBeGreaterThan(300)
    const texts = [base.accessToken, ...hostile.map(({ token }) => token)]
    const again = hostile.filter(({ token }, i) => texts.indexOf(token) !== i + 1)
    expect(again.map(({ group, title }) => `${group}: ${title}`)).toEqual([])
    expect(new Set(hostile.map(({ group, title }) => `${group}: ${title}`)).size).toBe(hostile.length)
  })
})

describe('while the session lives', () => {
  beforeAll(() => {
    asked = 0
  })

  const refuses = (group: Group) => async () =>
    expect(await judge(hostile.filter((one) => one.group === group))).toEqual([])
  test('TK-01: alg: the algorithm is pinned, a token has no say in it', refuses('alg'))
  test('TK-02, TK-03: keyref: keys come from the configuration alone', refuses('keyref'))
  test('TK-04: crit: a header says alg, typ and kid, and nothing else', refuses('crit'))
  test('TK-05: typ: another kind of token is no access token', refuses('typ'))
  test('TK-07, TK-08, TK-09: time: a token is in time, and no longer than its strategy allows', refuses('time'))
  test('TK-06, TK-10: claims: every claim is there, of its type and in its range', refuses('claims'))
  test('TK-06: jti: the id by which a token is denied is an id', refuses('jti'))
  test('TK-11: sig: only the signature over these very bytes is right', refuses('sig'))
  test('TK-12: malleable: one token has one spelling', refuses('malleable'))
  test('TK-13: structure: a token has three parts, none empty, in 4 kB', refuses('structure'))
  test('TK-13: payload: the claims are one JSON object in UTF-8', refuses('payload'))

  test('TK-17, CK-04: transport: a token counts in the cookie or as a bearer, once, as it is spelled', async () => {
    expect(await judgeCarried(misplacements, misplacedCodes)).toEqual([])
  })

  test('RV-15: none of them ends a session, for none of them names one', async () => {
    for (const { group, title, token } of hostile) {
      const { ended, pending } = await auth.logout({ accessToken: token, refreshToken: null })
      expect([...ended, ...pending], `${group}: ${title}`).toEqual([])
    }
  })

  test('RV-13: introspection calls none of them active, and revoking one ends nothing', async () => {
    const wrong: string[] = []
    for (const { group, title, token } of hostile) {
      const { active } = await auth.introspect(token)
      const receipt = await auth.revoke(token)
      if (active || receipt?.ended.length !== 0) wrong.push(`${group}: ${title}`)
      else counts.refused++
    }
    counts.violations += wrong.length
    expect(wrong).toEqual([])
  })

  test('TK-02, RV-13: all of that asked the denylist nothing, connected to nobody and touched no prototype', async () => {
    counts.violations += asked + listener.connections()
    expect([asked, listener.connections()]).toEqual([0, 0])
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    expect(Object.keys(Object.prototype)).toEqual([])
    await listener.tryIt()
    expect(listener.connections(), 'the control: it hears').toBe(1)
    expect(await verdictOn(base.accessToken), 'the control: the session lives').toBe('accepted')
    expect(asked).toBe(1)
  })
})

describe('after a logout with the token as it was issued', () => {
  beforeAll(async () => {
    await auth.logout(login)
  })

  test('TK-12, RV-01: no other spelling of it and no other token of its session is accepted', async () => {
    expect(await codeOf(auth.authenticate(base.accessToken))).toBe('denied_session')
    const alive: string[] = []
    for (const [title, token] of aliases(base)) {
      if ((await verdictOn(token)) === 'denied_session') counts.refused++
      else alive.push(title)
    }
    counts.violations += alive.length
    expect(alive).toEqual([])
    expect(await judgeCarried(carried(base.accessToken), ['denied_session'])).toEqual([])
    expect(await judgeCarried(misplacements, misplacedCodes)).toEqual([])
  })

  test('every hostile token is refused as before', async () => {
    expect(await judge(hostile)).toEqual([])
  })
})
