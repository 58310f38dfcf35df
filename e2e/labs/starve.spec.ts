import { endOf, exposureMeasured, isLeak, lastExpiryOf, replaysOf } from '../support/lab-facts.ts'
import { expect, test } from '../support/lab-test.ts'

test('25 · a renewal brings A2 and R2, R1 is rotated, and the reader notices nothing', async ({
  recorded,
  labDatabase,
}) => {
  const { id, refreshed, uses, events, tokens, state } = recorded.rotate
  expect(refreshed.body).toMatchObject({ token: 'A2', outcome: 'rotated' })
  expect(uses.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(uses.map(({ body }) => body.session.generation)).toEqual([0, 1, 1])
  expect(tokens.map(({ name }) => name).toSorted()).toEqual(['A1', 'A2', 'R1', 'R2'])
  const renewal = events.find(({ kind, actor }) => kind === 'refreshed' && actor === 'you')
  expect(renewal).toMatchObject({ token: 'R1', status: 200, reason: 'rotated', region: 'rotate' })
  expect(state.tokens.find(({ name }) => name === 'R1')).toMatchObject({ stoppedBy: 'rotated', stoppedAt: renewal!.t })
  expect(
    labDatabase.sessions(id).map(({ generation }) => generation),
    'one row, however often',
  ).toEqual([1])
  const before = events.filter(({ actor, t }) => actor === 'you' && t < endOf(events, 1))
  expect(before.filter(({ status }) => status === 401)).toEqual([])
})

test('25 · the thief who reads the cookies has the new pair too', async ({ recorded }) => {
  const stolen = recorded.rotate.events.filter(({ kind }) => kind === 'stolen').map(({ token }) => token)
  expect(stolen.toSorted()).toEqual(['A1', 'A2', 'R1', 'R2'])
})

test('26 · after the logout R2 is refused with session_revoked, and the copy of A2 works for the rest of its life at most', async ({
  recorded,
}) => {
  const { events, run } = recorded.rotate
  const renewals = events.filter(({ actor, kind }) => actor === 'attacker' && kind === 'refreshed')
  expect(renewals.length).toBeGreaterThan(0)
  for (const { token, status, reason } of renewals)
    expect([token, status, reason]).toEqual(['R2', 401, 'session_revoked'])
  const { min, max } = exposureMeasured(events, 1)
  expect(min).toBeGreaterThan(0)
  expect(min).toBeLessThanOrEqual(run.settings.access * 1000 + 1000)
  expect(max).toBeLessThanOrEqual(lastExpiryOf(events, 1) - endOf(events, 1) + run.settings.poll * 1000 + 1000)
  const after = replaysOf(events, 1).filter(({ t }) => t > endOf(events, 1))
  expect(after.find((event) => !isLeak(event))).toMatchObject({ token: 'A2', reason: 'expired' })
  expect(events.map(({ kind }) => kind)).not.toContain('denylisted')
})

test('27 · with the denylist as well, not one request of the copy is let in', async ({ recorded }) => {
  const { events, denials, run } = recorded.combined
  const first = replaysOf(events, 1).find(({ t }) => t > endOf(events, 1))!
  expect(first).toMatchObject({ token: 'A2', status: 401, reason: 'denied_session' })
  expect(exposureMeasured(events, 1).min).toBe(0)
  const renewals = events.filter(({ actor, kind }) => actor === 'attacker' && kind === 'refreshed')
  expect(renewals.length).toBeGreaterThan(0)
  for (const { reason } of renewals) expect(reason).toBe('session_revoked')
  expect(denials.map(({ key }) => key)).toEqual([`sid:${run.sessions[0]!.id}`])
})
