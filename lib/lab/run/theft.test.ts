import { describe, expect, test } from 'vitest'
import type { Settings } from '../../http/lab-schemas.ts'
import { settingsFor } from './presets.ts'
import { stateOf } from './state.ts'
import { writeLog } from './testing.ts'
import { heldBy, theftOf } from './theft.ts'

type Log = ReturnType<typeof writeLog>

function write(chosen: Partial<Settings>, tell: (log: Log) => void) {
  const log = writeLog(settingsFor('theft', 'fast', chosen), [['This browser', chosen.strategy ?? 'rotation']])
  pair(log, 0, 1, 'you')
  tell(log)
  const { run, events } = log.done()
  const state = stateOf(run, events)
  return {
    result: theftOf(state)!,
    events: state.events,
    held: (party: 'you' | 'attacker') => heldBy(state.events, party),
  }
}

/** As the server writes it down: with whoever asked. */
function pair(log: Log, t: number, n: number, actor: 'you' | 'attacker') {
  log.add(t, 'issued', { actor, session: 1, token: `A${n}`, expiresAt: t + 10_000 })
  log.add(t, 'issued', { actor, session: 1, token: `R${n}`, expiresAt: t + 120_000 })
}

function thiefFirst(log: Log) {
  log.steal(400, 1, 'A1')
  log.steal(400, 1, 'R1')
  log.renew(3000, 'attacker', 1, 'R1', 'rotated')
  pair(log, 3005, 2, 'attacker')
  log.show(3100, 'attacker', 1, 'A2', 'ok')
  log.renew(9000, 'you', 1, 'R1', 'refresh_reused')
  log.add(9001, 'reuse_detected', { session: 1 })
  log.add(9001, 'family_revoked', { session: 1, ending: 'refresh_reused' })
}

describe('the thief renews first', () => {
  test('both are logged out, and the thief’s access token lives to its exp', () => {
    const { result } = write({ path: 'thief-first' }, (log) => {
      thiefFirst(log)
      log.show(12_900, 'attacker', 1, 'A2', 'ok')
      log.show(13_100, 'attacker', 1, 'A2', 'expired')
      log.add(14_000, 'settled')
    })
    expect(result).toMatchObject({ out: 'both', hasThief: true, copied: 8601, shared: 1, copyUntil: 13_005 })
    expect(result.exposure).toMatchObject({ min: 3899, max: 4099 })
  })

  test('with the denylist the copy is good for nothing from the alarm on', () => {
    const { result } = write({ path: 'thief-first', strategy: 'combined' }, (log) => {
      thiefFirst(log)
      log.deny(9001, 1, 13_005 + 60_000)
      log.show(9100, 'attacker', 1, 'A2', 'denied_session')
    })
    expect(result).toMatchObject({ out: 'both', copyUntil: null })
    expect(result.exposure).toMatchObject({ min: 0, leaks: 0 })
  })

  test('each jar has what was given to it: you keep the token that the thief has replaced', () => {
    const { held } = write({ path: 'thief-first' }, thiefFirst)
    expect(held('you')).toEqual({ access: 'A1', refresh: 'R1' })
    expect(held('attacker')).toEqual({ access: 'A2', refresh: 'R2' })
  })
})

test('two tabs and no leeway: you log yourself out, and nobody else was there', () => {
  const { result } = write({ path: 'two-tabs', leeway: 0 }, (log) => {
    log.renew(3000, 'you', 1, 'R1', 'rotated')
    pair(log, 3005, 2, 'you')
    log.show(3010, 'you', 1, 'A2', 'ok')
    log.renew(3300, 'you', 1, 'R1', 'refresh_reused')
    log.add(3301, 'family_revoked', { session: 1, ending: 'refresh_reused' })
  })
  expect(result).toMatchObject({ out: 'you', hasThief: false, copied: null, shared: 0, copyUntil: null })
})

test('a lost answer leaves the jar as it was, and the next one brings the identical refresh token', () => {
  const lost = (log: Log) => {
    log.renew(3000, 'you', 1, 'R1', 'rotated')
    pair(log, 3005, 2, 'you')
    log.add(3006, 'reply_lost', { actor: 'you', session: 1 })
  }
  const before = write({ path: 'lost-reply' }, lost)
  expect(before.held('you')).toEqual({ access: 'A1', refresh: 'R1' })
  expect(before.result.out, 'not over').toBeNull()
  const after = write({ path: 'lost-reply' }, (log) => {
    lost(log)
    log.renew(9000, 'you', 1, 'R1', 'replayed')
    log.add(9001, 'issued', { actor: 'you', session: 1, token: 'A2b', expiresAt: 19_000 })
    log.add(9500, 'settled')
  })
  expect(after.held('you')).toEqual({ access: 'A2b', refresh: 'R2' })
  expect(after.result.out).toBe('nobody')
})

test('a run that was stopped early claims nothing', () => {
  const { result } = write({ path: 'you-first' }, (log) => {
    log.steal(400, 1, 'R1')
    log.add(1000, 'stopped')
  })
  expect(result.out).toBeNull()
})

test('a shadowing thief shares as many generations as they presented tokens', () => {
  const { result } = write({ path: 'shadow' }, (log) => {
    log.steal(100, 1, 'R1')
    for (const n of [1, 2, 3]) {
      const t = n * 4000
      log.renew(t, 'you', 1, `R${n}`, 'rotated')
      pair(log, t + 5, n + 1, 'you')
      log.renew(t + 20, 'attacker', 1, `R${n}`, n < 3 ? 'replayed' : 'refresh_reused')
    }
    log.add(12_021, 'family_revoked', { session: 1, ending: 'refresh_shadowed' })
  })
  expect(result).toMatchObject({ out: 'both', shared: 3 })
})
