import { checkWords, outcomeText } from './guess.ts'
import { formatSeconds } from './numbers.ts'
import { outcomeOf, stoppedBy, verdictOn } from './proofs.ts'
import { exposureIn, type RunState } from './state.ts'

export interface Verdict {
  readonly kind: 'right' | 'wrong' | 'none'
  /** What was guessed; null: nothing was. */
  readonly said: string | null
  /** What happened, beside the measured time. */
  readonly happened: string
  /** How far off the seconds were; null: none were guessed. */
  readonly distance: string | null
}

const happenings = {
  refused: 'The copy was refused at its next try.',
  moment: 'The copy worked for a moment.',
  until_expiry: 'The copy worked until it expired.',
}

/** The guess beside the measurement, in words. Null: there is nothing to compare yet. */
export function verdictWords(state: RunState): Verdict | null {
  const outcome = outcomeOf(state)
  const exposure = exposureIn(state, 1)
  if (!outcome || !exposure) return null
  const { guess } = state.run
  const check = stoppedBy(state)
  const stop = check ? ` The ${checkWords[check as keyof typeof checkWords]} check stopped it.` : ''
  return {
    kind: verdictOn(state) ?? 'none',
    said: guess && saidWords(guess),
    happened: happenings[outcome] + stop,
    distance: guess?.seconds == null ? null : distanceWords(guess.seconds * 1000, exposure.min, exposure.max),
  }
}

function saidWords({ outcome, seconds, check }: NonNullable<RunState['run']['guess']>): string {
  const parts = [
    outcomeText(outcome).toLowerCase(),
    ...(seconds === null ? [] : [`${seconds}\u202fs`]),
    ...(check === null ? [] : [`stopped by the ${checkWords[check]}`]),
  ]
  return parts.join(', ')
}

/** Within the interval nobody can tell which is nearer. Milliseconds. */
function distanceWords(guessed: number, min: number, max: number | null): string {
  if (guessed >= min && guessed <= (max ?? min)) return 'Your seconds lie inside the measured interval.'
  const off = guessed < min ? min - guessed : guessed - (max ?? min)
  return `Your seconds were ${formatSeconds(off)} too ${guessed < min ? 'few' : 'many'}.`
}
