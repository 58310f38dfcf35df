import { createHmac } from 'node:crypto'
import { jwtVerify } from 'jose'
import { claimsOf } from '../support/lab.ts'
import { endOf, exposureMeasured, replaysOf } from '../support/lab-facts.ts'
import { ARRIVAL, expect, test } from '../support/lab-test.ts'

test('11 · a token of the lab verifies under the lab’s key alone, and the entry of the denylist names its sid', async ({
  recorded,
  labServer,
}) => {
  const secret = Buffer.from(labServer.env.AUTH_SECRETS!, 'base64url')
  const labKey = createHmac('sha256', secret).update('lab signing').digest()
  for (const { tokens, run } of recorded.all) {
    for (const { text, kind, session } of tokens) {
      if (kind !== 'access') continue
      const rules = { audience: 'lab', issuer: labServer.origin, typ: 'at+jwt', algorithms: ['HS256'] }
      const { payload } = await jwtVerify(text, labKey, { ...rules, currentDate: new Date(claimsOf(text).iat * 1000) })
      expect(payload.sid).toBe(run.sessions.find(({ n }) => n === session)!.id)
      await expect(jwtVerify(text, secret, rules)).rejects.toMatchObject({
        code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
      })
    }
  }
  const { denials, tokens } = recorded.denylist
  expect(denials.map(({ key }) => key)).toEqual([`sid:${claimsOf(tokens[0]!.text).sid}`])
})

test('19 · the logout makes one entry, which lives as long as the token and a minute of margin, and says so', async ({
  recorded,
}) => {
  const { denials, events, tokens, run, stream } = recorded.denylist
  const { exp } = claimsOf(tokens[0]!.text)
  const [entry, ...more] = denials
  expect(more).toEqual([])
  expect(entry!.until).toBe(exp + 60)
  const written = events.filter(({ kind }) => kind === 'denylisted')
  expect(written).toHaveLength(1)
  expect(written[0]).toMatchObject({ key: entry!.key, session: 1, actor: 'server', region: 'deny-session' })
  expect(Math.abs(written[0]!.expiresAt! - (entry!.until - run.startedAt) * 1000)).toBeLessThanOrEqual(1)
  expect(
    stream.events.some(({ kind }) => kind === 'key_expired'),
    'not gone before its time',
  ).toBe(Date.now() / 1000 > entry!.until)
})

test('20 · the first request received after the logout is refused by the denylist, within one poll', async ({
  recorded,
}) => {
  const { events, run } = recorded.denylist
  const first = replaysOf(events, 1).find(({ t }) => t > endOf(events, 1))!
  expect(first).toMatchObject({ status: 401, reason: 'denied_session', region: 'denied-token' })
  const { min, max } = exposureMeasured(events, 1)
  expect(min).toBe(0)
  expect(max).toBeLessThanOrEqual(run.settings.poll * 1000 + ARRIVAL)
})

test('21 · its gate: form, signature, claims and expiry let it through, and the denylist did not', async ({
  recorded,
}) => {
  const { denylist, forget, rotate } = recorded
  const gate = (events: typeof denylist.events, reason: string) =>
    events
      .find((event) => event.actor === 'attacker' && event.reason === reason)!
      .checks!.map(({ name, ok }) => [name, ok])
  const passed = ['form', 'signature', 'claims', 'expiry'].map((name) => [name, true])
  expect(gate(denylist.events, 'denied_session')).toEqual([...passed, ['denylist', false]])
  expect(gate(denylist.events, 'ok').slice(0, 5)).toEqual([...passed, ['denylist', true]])
  const expired = [...passed.slice(0, 3), ['expiry', false]]
  expect(gate(forget.events, 'expired'), 'no fifth check where nothing is denied').toEqual(expired)
  expect(gate(rotate.events, 'expired')).toEqual(expired)
  for (const { checks } of denylist.events.filter(({ reason }) => reason === 'denied_session')) {
    expect(checks!.find(({ name }) => name === 'signature')!.us, 'measured').toBeGreaterThan(0)
    expect(checks!.find(({ name }) => name === 'denylist')!.us, 'measured').toBeGreaterThan(0)
  }
})

test('24 · logging out twice is harmless: the same answer, still one entry, ended once', async ({
  recorded,
  labDatabase,
}) => {
  const { logouts, events, id, denials } = recorded.denylist
  expect(logouts.map(({ status }) => status)).toEqual([200, 200])
  expect(events.filter(({ kind }) => kind === 'logout')).toHaveLength(2)
  expect(events.filter(({ kind }) => kind === 'revoked')).toHaveLength(1)
  expect(events.filter(({ kind }) => kind === 'denylisted')).toHaveLength(1)
  expect(denials).toHaveLength(1)
  expect(labDatabase.activity(id).filter(({ kind }) => kind === 'session_ended')).toHaveLength(1)
})

test('53 · a request costs no call of a store under Forget and exactly one under Deny, counted at the stores', async ({
  recorded,
}) => {
  const { race, compare, forget, denylist } = recorded
  const asksDenylist = { 'client-side': 0, denylist: 1, rotation: 0, combined: 1 }
  let counted = 0
  for (const { events, run } of [race, compare, forget, denylist]) {
    for (const { n, strategy } of run.sessions) {
      const firstUses: number[] = []
      for (const { store, reason, checks } of replaysOf(events, n)) {
        const reached = reason === 'ok' || reason === 'denied_session'
        expect(store!.denylist, `${strategy} ${reason}`).toBe(reached ? asksDenylist[strategy] : 0)
        const isFirstUse = checks!.some(({ name }) => name === 'first_use')
        expect(store!.database, `${strategy} ${reason}`).toBe(isFirstUse ? 1 : 0)
        if (isFirstUse) firstUses.push(n)
        counted++
      }
      expect(firstUses.length, 'a generation is marked as used once').toBeLessThanOrEqual(1)
    }
  }
  expect(counted).toBeGreaterThan(50)
  expect(compare.samples).toHaveLength(16)
  const passed = compare.samples.filter(({ status }) => status === 200)
  expect(new Set(passed.map(({ strategy }) => strategy)).size, 'each was let in before the logout').toBe(4)
  for (const { strategy, timing } of passed) {
    expect(timing!.denylistCalls, strategy).toBe(asksDenylist[strategy as keyof typeof asksDenylist])
    expect(timing!.total, strategy).toBeGreaterThan(0)
  }
})
