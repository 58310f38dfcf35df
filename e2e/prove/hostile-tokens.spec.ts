import {
  aliases,
  type Base,
  baseOf,
  type Carried,
  carried,
  type HostileToken,
  hostileTokens,
  misplaced,
  openListener,
  type Titled,
} from '../../lib/prove/hostile/index.ts'
import { seed, share } from '../../lib/prove/scale.ts'
import { tally } from '../../lib/prove/tally.ts'
import { actionForm } from '../support/action-form.ts'
import { type Client, loggedIn, registered } from '../support/client.ts'
import { newSecret, type RunningServer, startServer } from '../support/server.ts'
import { expect, test } from '../support/test.ts'
import * as http from '../support/ways-in.ts'

// One server, one account, one test after the other: the last but one logs out.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

const secret = newSecret()
/** Of a program that may introspect. */
const program = newSecret()
let server: RunningServer
let listener: Awaited<ReturnType<typeof openListener>>
let places: ReturnType<typeof http.openPlaces>
let victim: Client
/** Of the same account: what the server action would end. */
let spared: Client
let base: Base
let hostile: HostileToken[]
let misplacements: Carried[]
/** Nobody who was refused may read any of these. */
let personal: string[]
const sent = new Set<string>()
const counts = { cases: 0, ways: http.ways.length, requests: 0, refused: 0, 'not for HTTP': 0, violations: 0 }

test.beforeAll(async () => {
  server = await startServer({ AUTH_SECRETS: secret, INTROSPECTION_CLIENTS: `prove:${program}` })
  listener = await openListener()
  const { client, email } = await registered(server.origin)
  victim = client
  spared = await loggedIn(server.origin, email)
  const { client: stranger } = await registered(server.origin)
  base = baseOf(victim.accessToken, Buffer.from(secret, 'base64url'), listener.origin)
  hostile = hostileTokens(base)
  misplacements = misplaced(base.accessToken, stranger.accessToken)
  counts.cases = hostile.length + misplacements.length
  const { body } = await spared.get('/api/me')
  personal = [email, base.claims.sub, base.claims.sid, body.session.id]
  places = http.openPlaces(server.origin, await actionForm(victim, body.session.id))
})

test.afterAll(async () => {
  tally('tokens-http', counts)
  listener.close()
  await server.stop()
})

/** Every fourth, and with each way another fourth; for `npm run prove` the whole. */
function sample<Case>(cases: Case[], turn: number): Case[] {
  const step = Math.round(cases.length / share(cases.length, Math.ceil(cases.length / 4)))
  return cases.filter((_, i) => (i + turn + seed) % step === 0)
}

/** What went wrong, by title: nothing here may print a token that the real key signed. */
async function judge(title: string, name: http.PlaceName, headers: http.Sent, query?: string): Promise<string[]> {
  const answer = await places[name].ask(headers, query)
  const text = await answer.text()
  counts.requests++
  const tells = personal.some((one) => text.includes(one))
  const isRefused = places[name].refuses(answer, text) && !tells && answer.headers.getSetCookie().length === 0
  counts[isRefused ? 'refused' : 'violations']++
  return isRefused ? [] : [`${title}: ${answer.status}${tells ? ', with personal data' : ''}`]
}

async function judgeTokens(turn: number, tokens: Titled[]): Promise<string[]> {
  const [, name, carry] = http.ways[turn]!
  const texts = sample(tokens, turn).map(([title, token]) => [title, http.onTheWire(token)] as const)
  const sendable = texts.filter(([, text]) => http.canBeSent(text))
  counts['not for HTTP'] += texts.length - sendable.length
  for (const [, text] of sendable) sent.add(text)
  return few(sendable, ([title, text]) => judge(title, name, carry(text)))
}

async function judgeCarried(requests: Carried[]): Promise<string[]> {
  const wrong = []
  for (const [turn, name] of (['page', 'api', 'action'] as const).entries()) {
    const send = ({ title, headers, query }: Carried) => judge(`${name}: ${title}`, name, headers, query)
    wrong.push(...(await few(sample(requests, turn), send)))
  }
  return wrong
}

/** A few at a time: the server answers while the next are made. */
async function few<Case>(cases: Case[], run: (one: Case) => Promise<string[]>): Promise<string[]> {
  const wrong: string[] = []
  for (let at = 0; at < cases.length; at += 8)
    wrong.push(...(await Promise.all(cases.slice(at, at + 8).map(run))).flat())
  return wrong
}

const titled = (tokens: HostileToken[]) =>
  tokens.map(({ group, title, token }): Titled => [`${group}: ${title}`, token])

test('controls: the good token is let in by each of the four ways, in every carrier, and so is every token that says the same', async () => {
  const page = await places.page.ask(http.inCookie(base.accessToken))
  expect(page.status).toBe(200)
  expect(await page.text()).toContain(personal[0])
  for (const { title, headers } of carried(base.accessToken)) {
    expect((await places.api.ask(headers)).status, title).toBe(200)
    expect((await places.page.ask(headers)).status, title).toBe(200)
  }
  for (const [title, token] of aliases(base)) {
    expect((await places.api.ask(http.asBearer(token))).status, title).toBe(200)
    expect((await places.api.ask(http.inCookie(token))).status, title).toBe(200)
  }
  const doomed = await loggedIn(server.origin, personal[0]!)
  const form = await actionForm(victim, (await doomed.get('/api/me')).body.session.id)
  const done = await http.callAction(server.origin, form, http.inCookie(base.accessToken))
  expect([done.status, done.headers.get('location')]).toEqual([303, expect.stringMatching(/\/account\?done=session$/)])
  expect((await doomed.get('/api/me')).status).toBe(401)
})

for (const [turn, [name]] of http.ways.entries()) {
  test(`TK-03, TK-16: ${name} refuses every hostile token, always with the same answer`, async () => {
    const whole = hostile.filter(({ token }) => http.arrivesWhole(http.onTheWire(token)))
    expect(await judgeTokens(turn, titled(whole))).toEqual([])
  })
}

test('introspection calls no hostile token active, and revoking one ends nothing', async () => {
  const post = (path: string, fields: Record<string, string>) =>
    fetch(`${server.origin}${path}`, { method: 'POST', body: new URLSearchParams(fields) })
  const asked = { client_id: 'prove', client_secret: program }
  const tell = async (token: string) => (await post('/oauth/introspect', { ...asked, token })).text()
  expect(await tell(base.accessToken), 'the control').toContain('"active":true')
  const judged = await few(sample(hostile, 0), async ({ group, title, token }) => {
    const answers = [await tell(token), await (await post('/oauth/revoke', { token })).text()]
    counts.requests += 2
    // An empty parameter counts as none (RFC 6749, section 3.2), and a body has at most 16 kB.
    const isRefused = answers.every((text) => /^\{("active":false\}|"ended":\[\]|"error":"invalid_request")/.test(text))
    counts[isRefused ? 'refused' : 'violations'] += isRefused ? 2 : 1
    return isRefused ? [] : [`${group}: ${title}: ${answers.map((text) => text.slice(0, 60))}`]
  })
  expect(judged).toEqual([])
})

test('TK-17: a token where nobody may look for it, or twice, or misspelled, is refused everywhere', async () => {
  expect(await judgeCarried(misplacements)).toEqual([])
})

test('TK-02: the server fetched nothing, ended nothing and goes on', async () => {
  expect(listener.connections()).toBe(0)
  await listener.tryIt()
  expect(listener.connections(), 'the control: it hears').toBe(1)
  expect((await spared.get('/api/me')).status, 'no action ran').toBe(200)
  const { status, body } = await victim.get('/api/me')
  expect(status).toBe(200)
  expect(Object.keys(body).sort(), 'nothing comes from a prototype').toEqual(['account', 'session'])
})

test('TK-12, RV-01: after a logout no other spelling of the token, and no other token of its session, is let in by any way', async () => {
  const thief = victim.copy()
  expect((await victim.post('/api/auth/logout')).status).toBe(200)
  expect((await thief.get('/api/me')).status).toBe(401)
  const spellings = titled(hostile.filter(({ group }) => group === 'malleable'))
  const replays: Titled[] = [['the token itself', base.accessToken], ...aliases(base), ...spellings]
  for (const [turn, [name]] of http.ways.entries()) expect(await judgeTokens(turn, replays), name).toEqual([])
  expect(await judgeCarried([...carried(base.accessToken), ...misplacements])).toEqual([])
  expect((await spared.get('/api/me')).status, 'no action ran').toBe(200)
})

test('AU-01, BI-09: the server still answers, and has printed no error, no stack and no token', async () => {
  expect((await fetch(`${server.origin}/readyz`)).status).toBe(200)
  expect(listener.connections()).toBe(1)
  const lines = server.output().split('\n')
  expect(lines.length, 'the control: refusals are logged').toBeGreaterThan(100)
  expect(lines.filter((line) => /"level":[56]0|^\s+at |Error|⨯/.test(line))).toEqual([])
  const printed = [...sent].filter((text) => text.length > 100 && server.output().includes(text))
  expect(printed.length).toBe(0)
})
