import type { LabEvent } from '../../lib/http/lab-schemas.ts'
import { exposureIn } from '../../lib/lab/run/state.ts'
import { exposureMeasured } from '../support/lab-facts.ts'
import { expect, test } from '../support/lab-test.ts'

const refreshes = (events: readonly LabEvent[]) =>
  events
    .filter(({ kind }) => kind === 'refreshed')
    .map(({ actor, token, status, reason }) => [actor, token, status, reason])
const kinds = (events: readonly LabEvent[]) => events.map(({ kind }) => kind)

test('42 · you refresh first: the thief’s replay of R2 rings the alarm, ends the login, and you are out too', async ({
  recorded,
  labDatabase,
}) => {
  const { events, id, state } = recorded.theft['you-first']
  expect(refreshes(events)).toEqual([
    ['you', 'R1', 200, 'rotated'],
    ['you', 'R2', 200, 'rotated'],
    ['attacker', 'R2', 401, 'refresh_reused'],
    ['you', 'R3', 401, 'refresh_reused'],
  ])
  expect(kinds(events).filter((kind) => kind === 'family_revoked')).toHaveLength(1)
  const [row, ...more] = labDatabase.sessions(id)
  expect(more, 'the family is one row').toEqual([])
  expect(row).toMatchObject({ revoked_reason: 'refresh_reused', generation: 2 })
  expect(state.tokens.find(({ name }) => name === 'R3')!.stoppedBy).toBe('revoked')
  expect(state.tokens.filter(({ name }) => name === 'R1' || name === 'R2').map(({ stoppedBy }) => stoppedBy)).toEqual([
    'rotated',
    'rotated',
  ])
})

test('43 · the thief refreshes first and is in: your own refresh rings the alarm, and what the thief had until then is measured', async ({
  recorded,
}) => {
  const { events, state } = recorded.theft['thief-first']
  expect(refreshes(events)).toEqual([
    ['you', 'R1', 200, 'rotated'],
    ['attacker', 'R2', 200, 'rotated'],
    ['you', 'R2', 401, 'refresh_reused'],
    ['you', 'R2', 401, 'refresh_reused'],
  ])
  const alarm = events.find(({ kind }) => kind === 'family_revoked')!
  const between = events.filter(
    ({ actor, kind, status, token }) => actor === 'attacker' && kind === 'replayed' && status === 200 && token === 'A3',
  )
  expect(between.filter(({ t }) => t < alarm.t).length, 'with a token that you never had').toBeGreaterThan(0)
  const { min, max } = exposureMeasured(events, 1)
  expect(min, 'revoking does not recall what was issued').toBeGreaterThan(0)
  expect(exposureIn(state, 1)).toMatchObject({ min, max })
  expect(kinds(events).at(-1)).toBe('settled')
})

test('44 · two tabs with a leeway: the slower one gets the same pair again, and nobody is logged out', async ({
  recorded,
  labDatabase,
}) => {
  const { events, tokens, id } = recorded.theft['two-tabs']
  expect(refreshes(events)).toEqual([
    ['you', 'R1', 200, 'rotated'],
    ['you', 'R1', 200, 'replayed'],
  ])
  expect(events.filter(({ kind }) => kind === 'refreshed').map(({ by }) => by)).toEqual(['Tab 1', 'Tab 2'])
  expect(kinds(events)).not.toContain('reuse_detected')
  expect(
    tokens.filter(({ kind }) => kind === 'refresh').map(({ name }) => name),
    'one successor',
  ).toEqual(['R1', 'R2'])
  expect(labDatabase.sessions(id)[0]!.revoked_at).toBeNull()
})

test('44 · without a leeway the same two tabs are taken for a theft: that is the price', async ({
  recorded,
  labDatabase,
}) => {
  const { events, id, run } = recorded.withoutLeeway
  expect(run.settings).toMatchObject({ leeway: 0, path: 'two-tabs' })
  expect(refreshes(events)).toEqual([
    ['you', 'R1', 200, 'rotated'],
    ['you', 'R1', 401, 'refresh_reused'],
  ])
  expect(kinds(events)).toContain('reuse_detected')
  expect(labDatabase.sessions(id)[0]!.revoked_reason).toBe('refresh_reused')
})

test('44 · a lost reply is repaired after the leeway too: nobody has used the new pair', async ({ recorded }) => {
  const { events } = recorded.theft['lost-reply']
  expect(refreshes(events)).toEqual([
    ['you', 'R1', 200, 'rotated'],
    ['you', 'R1', 200, 'replayed'],
  ])
  const lost = events.find(({ kind }) => kind === 'reply_lost')!
  const retry = events.find(({ reason }) => reason === 'replayed')!
  expect(retry.t - lost.t).toBeGreaterThan(recorded.theft['lost-reply'].run.settings.leeway * 1000)
  expect(kinds(events)).not.toContain('reuse_detected')
})

test('43 · a thief who shadows you, and holds whatever you hold, is caught in the third generation', async ({
  recorded,
}) => {
  const { events } = recorded.theft.shadow
  const alarm = events.find(({ kind }) => kind === 'reuse_detected')!
  const shared = events.filter(
    ({ actor, kind, reason }) => actor === 'attacker' && kind === 'refreshed' && reason === 'replayed',
  )
  expect(shared).toHaveLength(2)
  expect(
    refreshes(events)
      .filter(([actor]) => actor === 'attacker')
      .at(-1),
  ).toEqual(['attacker', 'R3', 401, 'refresh_reused'])
  expect(alarm.t).toBeGreaterThan(shared.at(-1)!.t)
})

test('45 · the one who was robbed is told: the answer says reused, and the activity of the account has it with its time', async ({
  recorded,
  labDatabase,
}) => {
  for (const path of ['you-first', 'thief-first'] as const) {
    const { id, events, run } = recorded.theft[path]
    const entries = labDatabase.activity(id).filter(({ kind }) => kind === 'refresh_reused')
    expect(entries, path).toHaveLength(1)
    const alarm = events.find(({ kind }) => kind === 'reuse_detected')!
    expect(Math.abs(((entries[0]!.at as number) - run.startedAt) * 1000 - alarm.t), path).toBeLessThan(1000)
    expect(refreshes(events).at(-1), 'your last refresh').toMatchObject([
      'you',
      expect.any(String),
      401,
      'refresh_reused',
    ])
  }
})
