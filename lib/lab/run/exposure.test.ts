import { expect, test } from 'vitest'
import { exposureOf } from './exposure.ts'
import { presets, settingsFor } from './presets.ts'
import { exposureIn, stateOf } from './state.ts'
import { denylistLog, forgetLog, raceLog, rotateLog, theftLog, writeLog } from './testing.ts'

const sessions: [string, 'rotation'][] = [['This browser', 'rotation']]
const blank = () => writeLog(settingsFor('rotate', 'fast'), sessions)
const span = (log: { run: Parameters<typeof stateOf>[0]; events: Parameters<typeof stateOf>[1] }, n = 1) => {
  const found = exposureIn(stateOf(log.run, log.events), n)
  return found && [found.min, found.max]
}

test('forgetting leaves the copy all of its life, denying leaves it nothing, starving the rest of a short life', () => {
  expect(span(forgetLog())).toEqual([13_500, 13_750])
  expect(span(denylistLog())).toEqual([0, 200])
  expect(span(rotateLog())).toEqual([5750, 6000])
})

test('each session of a race has its own interval, and no lower end is above its upper one', () => {
  const race = raceLog()
  const spans = [1, 2, 3].map((n) => span(race, n)!)
  for (const [min, max] of spans) expect(min).toBeLessThanOrEqual(max!)
  expect(spans.map(([min]) => Math.round(min! / 1000))).toEqual([12, 0, 2])
})

test('an interval is never wider than one poll', () => {
  for (const log of [forgetLog(), denylistLog(), rotateLog()]) {
    const [min, max] = span(log)!
    expect(max! - min!).toBeLessThanOrEqual(presets.fast.poll * 1000)
  }
})

test('before anybody logs out there is no exposure, and a request received at the commit is no leak', () => {
  const { run, events } = forgetLog()
  expect(exposureIn(stateOf(run, events.slice(0, 10)), 1)).toBeNull()
  const log = blank()
  log.show(6000, 'attacker', 1, 'A1', 'ok')
  expect(exposureOf(log.done().events, 1, 6000)).toMatchObject({ min: 0, max: null, leaks: 0 })
})

test('a refused renewal ends nothing while the copied access token is still let in', () => {
  const log = blank()
  log.show(5000, 'attacker', 1, 'A1', 'ok')
  log.renew(6050, 'attacker', 1, 'R1', 'session_revoked')
  const early = log.done().events
  expect(exposureOf(early, 1, 6000)).toMatchObject({ max: null })
  log.show(6100, 'attacker', 1, 'A1', 'ok')
  log.renew(6150, 'attacker', 1, 'R1', 'session_revoked')
  expect(exposureOf(log.done().events, 1, 6000)).toMatchObject({ min: 100, max: null, refusal: null })
  log.show(6350, 'attacker', 1, 'A1', 'expired')
  expect(exposureOf(log.done().events, 1, 6000)).toMatchObject({ min: 100, max: 350, leaks: 1 })
})

test('whoever holds a refresh token only is out with its refusal', () => {
  const log = blank()
  log.renew(6200, 'attacker', 1, 'R1', 'session_revoked')
  expect(exposureOf(log.done().events, 1, 6000)).toMatchObject({ min: 0, max: 200 })
})

test('answers may come out of order: what counts is when the server received the request', () => {
  const log = blank()
  log.show(7000, 'attacker', 1, 'A1', 'expired')
  log.show(6750, 'attacker', 1, 'A1', 'ok')
  const events = log.done().events.toReversed()
  expect(exposureOf(events, 1, 6000)).toMatchObject({ min: 750, max: 1000 })
})

test('an unavailable store is neither a leak nor the end of one', () => {
  const log = blank()
  log.show(6250, 'attacker', 1, 'A1', 'ok')
  log.add(6500, 'replayed', { actor: 'attacker', session: 1, token: 'A1', status: 503, reason: 'store_unavailable' })
  expect(exposureOf(log.done().events, 1, 6000)).toMatchObject({ min: 250, max: null, leaks: 1 })
})

test('after the reuse alarm the thief’s access token lives on to its end', () => {
  expect(span(theftLog())).toEqual([3748, 3998])
})
