import { expect, test } from 'vitest'
import { settingsFor } from './presets.ts'
import { advance, emptyState, type RunState, stateOf } from './state.ts'
import { denylistLog, forgetLog, raceLog, rotateLog, sampleLogs, theftLog, writeLog } from './testing.ts'

const load = ({ run, events }: ReturnType<typeof forgetLog>) => stateOf(run, events)
const token = (state: RunState, name: string, session = 1) =>
  state.tokens.find((one) => one.session === session && one.name === name)

test.each(Object.entries(sampleLogs))(
  'the state of %s is the same whether told at once, one by one or twice',
  (_name, log) => {
    const { run, events } = log()
    const whole = stateOf(run, events)
    expect([...events, ...events].reduce(advance, emptyState(run))).toEqual(whole)
    expect(whole.events).toEqual(events)
    expect(whole.phase).toBe('settled')
  },
)

test('a fold changes no state that was handed out before', () => {
  const { run, events } = rotateLog()
  const half = stateOf(run, events.slice(0, 20))
  const copy = structuredClone(half)
  events.slice(20).reduce(advance, half)
  expect(half).toEqual(copy)
})

test('forgetting deletes your token; nothing else of the run knows', () => {
  const state = load(forgetLog())
  expect(token(state, 'A1')).toMatchObject({ stoppedAt: 6000, stoppedBy: 'deleted', stolenAt: 100 })
  expect(state.keys).toEqual([])
})

test('denying puts an entry on the list, which goes when the token could not be used any more', () => {
  const state = load(denylistLog())
  expect(token(state, 'A1')).toMatchObject({ stoppedAt: 6000, stoppedBy: 'denied' })
  expect(state.keys).toMatchObject([{ session: 1, addedAt: 6000, until: 79_600, goneAt: 79_600 }])
})

test('the order of logout and denial within one commit makes no difference', () => {
  const log = writeLog(settingsFor('denylist', 'fast'), [['This browser', 'denylist']])
  log.issue(20, 1, 'A1', 19_600)
  log.deny(6000, 1, 79_600)
  log.logout(6000, 1)
  expect(token(load(log.done()), 'A1')).toMatchObject({ stoppedAt: 6000, stoppedBy: 'denied' })
})

test('rotation spends the refresh token; the old access token lives on', () => {
  const state = load(rotateLog())
  expect(token(state, 'R1')).toMatchObject({ stoppedAt: 8000, stoppedBy: 'rotated' })
  expect(token(state, 'A1')).toMatchObject({ stoppedAt: null, expiresAt: 9800 })
  expect(token(state, 'A2')).toMatchObject({ stoppedBy: 'deleted', stoppedAt: 12_000 })
  expect(token(state, 'R2')).toMatchObject({ stoppedBy: 'revoked', stoppedAt: 12_000 })
  expect(state.sessions).toMatchObject([{ generation: 1, endedAt: 12_000, ending: 'logged_out' }])
})

test('a token that had run out before the logout was not stopped by it', () => {
  const state = load(rotateLog())
  expect(token(state, 'A1')?.stoppedBy).toBeNull()
})

test('a pair that is given a second time is still one pair', () => {
  const log = writeLog(settingsFor('theft', 'fast'), [['This browser', 'rotation']])
  log.issue(20, 1, 'A1', 9800)
  log.issue(40, 1, 'A1', 10_800)
  expect(load(log.done()).tokens).toMatchObject([{ name: 'A1', issuedAt: 20, expiresAt: 10_800 }])
})

test('whoever renews first has the pair', () => {
  const log = writeLog(settingsFor('theft', 'fast'), [['This browser', 'rotation']])
  log.issue(20, 1, 'R1', 90_000)
  log.renew(3000, 'attacker', 1, 'R1', 'rotated')
  log.add(3001, 'issued', { actor: 'attacker', session: 1, token: 'R2', expiresAt: 93_000 })
  expect(load(log.done()).tokens.map(({ name, holder }) => [name, holder])).toEqual([
    ['R1', 'you'],
    ['R2', 'attacker'],
  ])
})

test('the reuse alarm ends the login once, and a second ending does not move the time', () => {
  const { run, events } = theftLog()
  const state = stateOf(run, events)
  expect(state.sessions).toMatchObject([{ endedAt: 6002, ending: 'refresh_reused' }])
  const late = { ...events.at(-1)!, seq: events.length + 1, t: 20_000, kind: 'logout' as const, session: 1 }
  expect(advance(state, late).sessions[0]?.endedAt).toBe(6002)
})

test('sessions of one run do not touch one another', () => {
  const state = load(raceLog())
  expect(state.sessions.map(({ label, endedAt }) => [label, endedAt])).toEqual([
    ['Forget it', 3000],
    ['Deny it', 3001],
    ['Starve it', 3002],
  ])
  expect([1, 2, 3].map((n) => token(state, 'A1', n)?.stoppedBy)).toEqual(['deleted', 'denied', 'deleted'])
})
