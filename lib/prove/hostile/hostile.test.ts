import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryDenylist, importSigningKeys, isAuthError } from '../../auth/index.ts'
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
const lessons: Record<Group, [lesson: string, codes: string[]]> = {
  alg: ['the algorithm is pinned: a token has no say in it', ['bad_signature', 'malformed']],
  keyref: ['keys come from the configuration alone', ['bad_signature', 'malformed']],
  crit: ['a header says alg, typ and kid, and nothing else', ['malformed']],
  typ: ['another kind of token is no access token', ['wrong_type', 'malformed']],
  time: ['a token is in time, and no longer than its strategy allows', ['expired', 'malformed']],
  claims: ['every claim is there, of its type and in its range', ['malformed', 'wrong_audience', 'expired']],
  jti: ['the id by which a token is denied is an id', ['malformed']],
  sig: ['only the signature over these very bytes is right', ['bad_signature']],
  malleable: ['one token has one spelling', ['malformed']],
  structure: ['a token has three parts, none empty, in 4 kB', ['malformed', 'missing', 'bad_signature']],
  payload: ['the claims are one JSON object in UTF-8', ['malformed', 'wrong_audience']],
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
const { auth } = await openTestAuth({ keys: await importSigningKeys([secret]), denylist }, clock)
const login = await auth.register(credentials())
const { accessToken: other } = await auth.register(credentials('combined', 'other@example.org'))
const listener = await openListener()
const base: Base = baseOf(login.accessToken, secret, listener.origin)
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
    if (!lessons[group][1].includes(verdict)) wrong.push(`${title}: ${verdict}`)
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

  test.each(groups)('%s', async (group) => {
    expect(await judge(hostile.filter((one) => one.group === group)), lessons[group][0]).toEqual([])
  })

  test('transport: a token counts in the cookie or as a bearer, once, as it is spelled', async () => {
    expect(await judgeCarried(misplacements, misplacedCodes)).toEqual([])
  })

  test('none of them ends a session, for none of them names one', async () => {
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

  test('all of that asked the denylist nothing, connected to nobody and touched no prototype', async () => {
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

  test('no other spelling of it and no other token of its session is accepted', async () => {
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
