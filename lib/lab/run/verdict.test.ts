import { describe, expect, test } from 'vitest'
import type { Guess } from '../../http/lab-schemas.ts'
import { stateOf } from './state.ts'
import { denylistLog, forgetLog, type SampleLog } from './testing.ts'
import { verdictWords } from './verdict.ts'

const guessed = ({ run, events }: SampleLog, guess: Guess | null) => verdictWords(stateOf({ ...run, guess }, events))
const guess = (outcome: Guess['outcome'], seconds: Guess['seconds'] = null, check: Guess['check'] = null): Guess => ({
  outcome,
  seconds,
  check,
})

describe('a guess beside the measurement', () => {
  test('there is nothing to say before the attacker was refused', () => {
    const { run, events } = forgetLog()
    expect(verdictWords(stateOf(run, events.slice(0, 20)))).toBeNull()
  })

  test('without a guess the result is told, and nobody is judged', () => {
    expect(guessed(forgetLog(), null)).toEqual({
      kind: 'none',
      said: null,
      happened: 'The copy worked until it expired. The expiry check stopped it.',
      distance: null,
    })
  })

  test('the outcome decides; seconds between the last leak and the first refusal cannot be wrong', () => {
    expect(guessed(forgetLog(), guess('until_expiry', 13.6))).toMatchObject({
      kind: 'right',
      distance: 'Your seconds lie inside the measured interval.',
    })
  })

  test('seconds outside are told by how far they were off, from the nearer end', () => {
    expect(guessed(forgetLog(), guess('until_expiry', 10))!.distance).toBe('Your seconds were 3.5\u202fs too few.')
    expect(guessed(forgetLog(), guess('until_expiry', 20))!.distance).toMatch(/^Your seconds were 6.25\u202fs too many/)
  })

  test('under a denylist the copy is refused at once, and who said so must also have named the check', () => {
    expect(guessed(denylistLog(), guess('refused', 0, 'denylist'))!.kind).toBe('right')
    expect(guessed(denylistLog(), guess('refused', 0, 'expiry'))!.kind).toBe('wrong')
    expect(guessed(denylistLog(), guess('until_expiry'))!.kind).toBe('wrong')
  })
})
