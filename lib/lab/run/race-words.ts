import type { Guess } from '../../http/lab-schemas.ts'
import { formatBound, formatSeconds } from './numbers.ts'
import { outcomeOf } from './proofs.ts'
import type { Race, Racer } from './race.ts'
import type { RunState } from './state.ts'

export const names: Record<Racer, { mark: string; name: string; chapter: string }> = {
  'client-side': { mark: '1', name: 'Forget it', chapter: '/learn/forget' },
  denylist: { mark: '2', name: 'Deny it', chapter: '/learn/denylist' },
  rotation: { mark: '3', name: 'Starve it', chapter: '/learn/rotate' },
}

export const guesses: readonly { value: Guess['outcome']; text: string }[] = [
  { value: 'refused', text: 'No' },
  { value: 'moment', text: 'Yes, a moment' },
  { value: 'until_expiry', text: 'Yes, until it expires' },
]

/** "11.6 seconds": the number of the row, spelled out. */
export const spelledOut = (milliseconds: number): string =>
  formatSeconds(milliseconds).replace(/\u202fs$/, milliseconds === 1000 ? ' second' : ' seconds')

/** What the race came to, with the numbers of its rows. Null: not every copy has been refused. */
export function verdictOf({ lanes }: Race): string | null {
  const parts = lanes.map(({ strategy, exposure }) => {
    if (!exposure || exposure.max === null) return null
    const { min, max } = exposure
    return `under ${names[strategy].mark} for ${formatSeconds(min)} (between ${formatBound(min)} and ${formatBound(max)})`
  })
  if (parts.includes(null)) return null
  const [last] = lanes.slice(-1)
  const renewal = last?.renewal ? ', and its renewal was refused' : ''
  return `After the logout a stolen copy still worked ${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}${renewal}.`
}

const happened = {
  refused: 'The copy under 1 was refused at its next try.',
  moment: 'The copy under 1 worked for a moment.',
  until_expiry: 'The copy under 1 worked until it expired: nothing on the server knew that you had left.',
}

/** The guess beside what happened. Null: nobody guessed, or it is not over. */
export function guessVerdict(state: RunState): string | null {
  const { guess } = state.run
  const outcome = outcomeOf(state)
  if (!guess || !outcome) return null
  const said = guesses.find(({ value }) => value === guess.outcome)!.text
  return `You guessed “${said}”${guess.outcome === outcome ? ', and so it was' : ''}. ${happened[outcome]}`
}

/** What is said aloud, oldest first: the logout, each first refusal, the end. No countdown. */
export function announcementsOf(race: Race, isOver: boolean): string[] {
  const { t0, lanes } = race
  if (t0 === null) return []
  const refusals = lanes
    .flatMap(({ strategy, exposure }) => (exposure?.refusal ? [{ strategy, refusal: exposure.refusal }] : []))
    .sort((one, other) => one.refusal.t - other.refusal.t)
    .map(({ strategy, refusal }) => `${names[strategy].name}: the copy was refused at ${formatSeconds(refusal.t)}.`)
  const end = isOver ? [`The race is finished. ${verdictOf(race) ?? ''}`.trim()] : []
  return [`All three logged out at ${formatSeconds(t0)}.`, ...refusals, ...end]
}
