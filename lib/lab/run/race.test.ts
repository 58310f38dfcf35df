import { expect, test } from 'vitest'
import { axisEnd, raceOf } from './race.ts'
import { announcementsOf, guessVerdict, spelledOut, verdictOf } from './race-words.ts'
import { exposureIn, stateOf } from './state.ts'
import { raceLog } from './testing.ts'

const { run, events } = raceLog()
const upTo = (t: number) =>
  raceOf(
    stateOf(
      { ...run, phase: 'live' },
      events.filter((event) => event.t <= t),
    ),
  )
const whole = stateOf(run, events)
const race = raceOf(whole)
const plain = (text: string) => text.replaceAll('\u202f', ' ')

test('before anything has run there are three empty lanes, and nothing to say', () => {
  const none = raceOf(null)
  expect(none.lanes.map(({ strategy, acceptedTo, exposure }) => [strategy, acceptedTo, exposure])).toEqual([
    ['client-side', 0, null],
    ['denylist', 0, null],
    ['rotation', 0, null],
  ])
  expect(none.t0).toBeNull()
  expect(verdictOf(none)).toBeNull()
  expect(announcementsOf(none, false)).toEqual([])
})

test('until the logout a bar ends at the last answer that let the copy in, and never reaches beyond its own logout', () => {
  const before = upTo(2000)
  expect(before.t0).toBeNull()
  for (const { n, acceptedTo, exposure } of before.lanes) {
    const answers = events.filter((event) => event.session === n && event.status === 200 && event.t <= 2000)
    expect(acceptedTo).toBe(answers.at(-1)!.t)
    expect(exposure).toBeNull()
  }
  for (const { acceptedTo, exposure } of race.lanes) expect(acceptedTo).toBe(exposure!.t0)
})

test('each lane has the exposure of its own session, and the race begins to count at the first logout', () => {
  for (const { n, exposure } of race.lanes) expect(exposure).toEqual(exposureIn(whole, n))
  expect(race.t0).toBe(Math.min(...race.lanes.map(({ exposure }) => exposure!.t0)))
  expect(race.lanes[2]!.renewal).toMatchObject({ status: 401, reason: 'session_revoked' })
  expect(race.lanes[0]!.renewal).toBeNull()
})

test('the axis holds the longest life, and grows only for a copy that outlived it', () => {
  expect(axisEnd(15_000, race)).toBe(18_000)
  const [first, ...others] = race.lanes
  const late = { ...first!.exposure!, min: 30_000, max: 30_250 }
  expect(axisEnd(15_000, { ...race, lanes: [{ ...first!, exposure: late }, ...others] })).toBeGreaterThan(33_000)
})

test('the verdict quotes the numbers of the rows, and there is none while a copy has not been refused', () => {
  const [forget, deny, starve] = race.lanes.map(({ exposure }) => exposure!)
  const said = plain(verdictOf(race)!)
  for (const { min, max } of [forget!, starve!])
    expect(said).toContain(`between ${(min / 1000).toFixed(2)} and ${(max! / 1000).toFixed(2)}`)
  expect(said).toContain(`under 2 for 0 s (between 0 and ${(deny!.max! / 1000).toFixed(2)})`)
  expect(said).toMatch(/, and its renewal was refused\.$/)
  expect(verdictOf(upTo(forget!.t0 + forget!.min))).toBeNull()
})

test('a store that is out of order is told as such, and is no refusal', () => {
  const last = events.findLast(({ session, status }) => session === 1 && status !== null)!
  const log = events.map((event) =>
    event === last ? { ...event, status: 503, reason: 'store_unavailable' as const } : event,
  )
  const [lane] = raceOf(stateOf(run, log)).lanes
  expect(lane!.unavailable).toBe(true)
  expect(race.lanes[0]!.unavailable).toBe(false)
})

test('aloud: the logout, the first refusal of each copy in the order in which they came, the end, and no countdown', () => {
  const said = announcementsOf(race, true)
  expect(said).toHaveLength(5)
  expect(said[0]).toMatch(/^All three logged out at/)
  expect(said.slice(1, 4).map((line) => line.split(':')[0])).toEqual(['Deny it', 'Starve it', 'Forget it'])
  expect(said[4]).toContain(verdictOf(race))
  expect(announcementsOf(race, false)).toHaveLength(4)
})

test('a guess is compared with what happened, in words, and a run without one says nothing about it', () => {
  expect(guessVerdict(whole)).toBeNull()
  const guessing = (outcome: 'refused' | 'until_expiry') =>
    guessVerdict(stateOf({ ...run, guess: { outcome, seconds: null, check: null } }, events))
  expect(guessing('refused')).toBe(
    'You guessed “No”. The copy under 1 worked until it expired: nothing on the server knew that you had left.',
  )
  expect(guessing('until_expiry')).toContain('and so it was.')
  expect([1000, 11_640].map((ms) => spelledOut(ms))).toEqual(['1 second', '11.6 seconds'])
})
