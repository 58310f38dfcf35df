import { describe, expect, test } from 'vitest'
import { familyOf } from './family.ts'
import { settingsFor } from './presets.ts'
import { stateOf } from './state.ts'
import { writeLog } from './testing.ts'

type Log = ReturnType<typeof writeLog>

/** A login at 0 s, access life 10 s, whose first pair somebody copies unless told. */
function write(tell: (log: Log) => void, { stolen = true } = {}) {
  const log = writeLog(settingsFor('theft', 'fast'), [['This browser', 'rotation']])
  pair(log, 0, 1)
  if (stolen) for (const token of ['A1', 'R1']) log.steal(400, 1, token)
  tell(log)
  const { run, events } = log.done()
  return familyOf(stateOf(run, events), 1)!
}

function pair(log: Log, t: number, n: number) {
  log.issue(t, 1, `A${n}`, t + 10_000)
  log.issue(t, 1, `R${n}`, t + 120_000)
}

function alarm(log: Log, t: number, ending: 'refresh_reused' | 'refresh_shadowed' = 'refresh_reused') {
  log.add(t, 'reuse_detected', { session: 1, region: 'reuse' })
  log.add(t, 'family_revoked', { session: 1, region: 'reuse', ending })
}

const statesOf = (family: ReturnType<typeof write>) => family.nodes.map(({ name, state }) => `${name} ${state}`)

describe('you refresh first', () => {
  const family = write((log) => {
    log.renew(3000, 'you', 1, 'R1', 'rotated')
    pair(log, 3005, 2)
    log.show(3100, 'you', 1, 'A2', 'ok')
    log.renew(6000, 'attacker', 1, 'R1', 'refresh_reused')
    alarm(log, 6002)
    log.renew(8000, 'you', 1, 'R2', 'refresh_reused')
  })

  test('the thief’s replay is the alarm, it hangs on the token that was shown, and the whole family is revoked', () => {
    expect(statesOf(family)).toEqual(['R1 revoked', 'R2 revoked'])
    expect(family).toMatchObject({ state: 'revoked', endedAt: 6002, ending: 'refresh_reused' })
    expect(family.alarm).toMatchObject({ t: 6000, party: 'attacker', token: 'R1', outcome: 'alarm', status: 401 })
    expect(family.nodes[0]!.presentations.map(({ party, outcome, child }) => [party, outcome, child])).toEqual([
      ['you', 'rotated', 'R2'],
      ['attacker', 'alarm', null],
    ])
    expect(family.nodes[1]!.presentations).toMatchObject([{ party: 'you', outcome: 'refused' }])
  })

  test('each generation knows who asked for it, when it was first used, and until when its access token lives', () => {
    expect(family.nodes[0]).toMatchObject({ issuedTo: null, stolenAt: 400, rotatedAt: 3005, usedBy: 'you' })
    expect(family.nodes[1]).toMatchObject({ issuedTo: 'you', usedAt: 3100, usedBy: 'you' })
    expect(family.nodes[1]!.access).toEqual([{ name: 'A2', to: 'you', until: 13_005 }])
  })

  test('both end out: each is told at their next request', () => {
    expect(family.refused.map(({ party, at, reason }) => [party, at, reason])).toEqual([
      ['attacker', 6000, 'refresh_reused'],
      ['you', 8000, 'refresh_reused'],
    ])
  })
})

test('the thief refreshes first: your own refresh trips the alarm', () => {
  const family = write((log) => {
    log.renew(3000, 'attacker', 1, 'R1', 'rotated')
    pair(log, 3005, 2)
    log.show(3100, 'attacker', 1, 'A2', 'ok')
    log.renew(9000, 'you', 1, 'R1', 'refresh_reused')
    alarm(log, 9001)
  })
  expect(family.nodes[1]).toMatchObject({ issuedTo: 'attacker', usedBy: 'attacker' })
  expect(family.alarm).toMatchObject({ party: 'you', token: 'R1' })
})

test('before any alarm the newest is active and the others are rotated', () => {
  const family = write((log) => {
    log.renew(3000, 'you', 1, 'R1', 'rotated')
    pair(log, 3005, 2)
  })
  expect(statesOf(family)).toEqual(['R1 rotated', 'R2 active'])
  expect(family).toMatchObject({ state: 'active', alarm: null, refused: [] })
  expect(family.nodes[1]!.usedAt).toBeNull()
})

test('a lost reply: the parent is presented again, gets the identical child, and nothing else happens', () => {
  const family = write(
    (log) => {
      log.renew(3000, 'you', 1, 'R1', 'rotated')
      pair(log, 3001, 2)
      log.add(3002, 'reply_lost', { actor: 'you', session: 1, token: 'R1' })
      log.renew(9000, 'you', 1, 'R1', 'replayed')
      log.issue(9001, 1, 'A2b', 19_001)
      log.show(9100, 'you', 1, 'A2b', 'ok')
    },
    { stolen: false },
  )
  expect(statesOf(family)).toEqual(['R1 rotated', 'R2 active'])
  expect(family.nodes[0]!.presentations.map(({ outcome, child }) => [outcome, child])).toEqual([
    ['lost', 'R2'],
    ['replayed', 'R2'],
  ])
  expect(family.nodes[1]).toMatchObject({ issuedAt: 3001, usedAt: 9100 })
  expect(family.nodes[1]!.access.map(({ name }) => name)).toEqual(['A2', 'A2b'])
})

test('a shadowing thief shares three generations and is the alarm of the third', () => {
  const family = write((log) => {
    for (const [at, t] of [3000, 13_000, 23_000].entries()) {
      const parent = `R${at + 1}`
      log.renew(t, 'you', 1, parent, 'rotated')
      pair(log, t + 5, at + 2)
      log.renew(t + 50, 'attacker', 1, parent, at < 2 ? 'replayed' : 'refresh_reused')
    }
    alarm(log, 23_051, 'refresh_shadowed')
  })
  expect(family).toMatchObject({ ending: 'refresh_shadowed', alarm: { t: 23_050, token: 'R3', party: 'attacker' } })
  expect(family.presentations.map(({ outcome }) => outcome)).toEqual([
    'rotated',
    'replayed',
    'rotated',
    'replayed',
    'rotated',
    'alarm',
  ])
})

test('a session without refresh tokens is no family', () => {
  const log = writeLog(settingsFor('denylist', 'fast'), [['This browser', 'denylist']])
  log.issue(20, 1, 'A1', 19_600)
  const { run, events } = log.done()
  expect(familyOf(stateOf(run, events), 1)).toBeNull()
})
