import { expect, test } from 'vitest'
import { checkNames, eventKinds, reasons } from '../../http/lab-schemas.ts'
import { stateOf } from './state.ts'
import { denylistLog, forgetLog, raceLog, sampleLogs, theftLog } from './testing.ts'
import {
  announcementsOf,
  checkWords,
  eventWords,
  formatMicroseconds,
  formatSeconds,
  reasonWords,
  summaryOf,
} from './words.ts'

const load = ({ run, events }: ReturnType<typeof forgetLog>) => stateOf(run, events)
/** Narrow no-break spaces read as spaces. */
const plain = (text: string) => text.replaceAll('\u202f', ' ')

test('a number has three digits that mean something', () => {
  const said = [0, 5, 194, 1000, 6000, 6194, 14_750, 119_800, 3_600_000].map((ms) => plain(formatSeconds(ms)))
  expect(said).toEqual(['0 s', '0.01 s', '0.19 s', '1 s', '6 s', '6.19 s', '14.8 s', '120 s', '3 600 s'])
  expect([2, 61.24, 310, 1234].map((us) => plain(formatMicroseconds(us)))).toEqual([
    '2 µs',
    '61 µs',
    '0.31 ms',
    '1.23 ms',
  ])
})

test('every event, check and reason has its words', () => {
  const state = load(forgetLog())
  const event = state.events[1]!
  const said = [
    ...eventKinds.map((kind) => eventWords(state, { ...event, kind })),
    ...checkNames.map((name) => checkWords[name]),
    ...reasons.map((reason) => reasonWords[reason]),
  ]
  for (const words of said) expect(words).toMatch(/^.{4,}$/)
  for (const words of said) expect(words).not.toMatch(/sign (in|out)|securely|undefined|null|hack/i)
})

test('the summary says when, and for how long somebody else was in', () => {
  expect(plain(summaryOf(load(denylistLog())))).toBe(
    'Logged out at 6 s. Attacker refused from 6.2 s. Exposure 0 s (between 0 and 0.20).',
  )
  const { run, events } = forgetLog()
  expect(summaryOf(stateOf(run, events.slice(0, 5)))).toBe('Logged in; the attacker has a copy.')
  expect(
    plain(
      summaryOf(
        stateOf(
          run,
          events.filter(({ t }) => t < 8000),
        ),
      ),
    ),
  ).toBe('Logged out at 6 s. The attacker was still let in at 7.75 s.')
  expect(summaryOf(load(raceLog()))).toMatch(/^Forget it: Logged out.*Deny it: Logged out.*Starve it: Logged out/)
})

test.each(Object.entries(sampleLogs))(
  'at most six things of %s are said aloud, each once, and never changed afterwards',
  (_name, log) => {
    const { run, events } = log()
    const whole = announcementsOf(stateOf(run, events))
    expect(whole.length).toBeGreaterThan(1)
    expect(whole.length).toBeLessThanOrEqual(6)
    let before: typeof whole = []
    for (let n = 1; n <= events.length; n += 1) {
      const now = announcementsOf(stateOf(run, events.slice(0, n)))
      expect(now.slice(0, before.length)).toEqual(before)
      before = now
    }
  },
)

test('the reuse alarm is said', () => {
  expect(announcementsOf(load(theftLog())).map(({ text }) => plain(text))).toContain('Reuse detected at 6 s.')
})
