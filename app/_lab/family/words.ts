import type { TheftPath } from '@/lib/http/lab-schemas.ts'
import type { Family, Outcome, Party, Presentation } from '@/lib/lab/run/family.ts'
import type { Selected } from './selection.ts'

/** Who came. A second tab of the reader has a name of its own. */
export function who({ party, by }: Pick<Presentation, 'party' | 'by'>): string {
  if (party === 'attacker') return 'The thief'
  return by ?? (party === 'you' ? 'You' : 'A device')
}

/** The same in the middle of a sentence. */
export const whom = (party: Party | null): string => (party === 'attacker' ? 'the thief' : 'you')

const outcomes: Record<Outcome, string> = {
  rotated: 'rotated',
  replayed: 'the same child again',
  fresh: 'too young to rotate',
  lost: 'rotated, but the answer was lost',
  alarm: 'used twice: alarm',
  refused: 'refused',
}

/** What a presentation came to, after its subject and the token. */
export function cameTo({ outcome }: Presentation, ending: Family['ending']): string {
  return outcome === 'alarm' && ending === 'refresh_shadowed' ? 'a second browser: alarm' : outcomes[outcome]
}

/** Why, in a sentence. */
export function meaning({ outcome, token }: Presentation, ending: Family['ending']): string {
  switch (outcome) {
    case 'rotated':
      return `${token} was the newest. The next generation was made of it, and ${token} is spent.`
    case 'replayed':
      return 'Its child was unused, or in use for less than the leeway: given once more, byte for byte the same.'
    case 'fresh':
      return 'It was the newest and younger than the leeway: nothing new was needed.'
    case 'lost':
      return 'The server rotated it. The answer was thrown away before it reached the jar, as a dropped connection does.'
    case 'alarm':
      return ending === 'refresh_shadowed'
        ? 'In two generations running somebody came for the child who had not made it: two browsers live on one login.'
        : 'It was not the newest, and its child had been in use for longer than the leeway: two parties have it.'
    case 'refused':
      return 'The login had ended. Whoever comes second is told why.'
  }
}

/** The part of the source that decided. The wire has one name for both alarms. */
export function regionOf(selected: Selected, ending: Family['ending']): string | null {
  if (selected.kind === 'node') return selected.node.region
  const { outcome, region } = selected.presentation
  return outcome === 'alarm' && ending === 'refresh_shadowed' ? 'replay' : region
}

/** Which side of the row somebody stands on: the reader on the left, whoever else comes with the same token on the right. */
export const sideOf = ({ party, by }: Pick<Presentation, 'party' | 'by'>): 'left' | 'right' =>
  party === 'you' && !by?.endsWith('2') ? 'left' : 'right'

/** The names of the two sides. */
export function sidesOf(path: TheftPath): [string, string] {
  if (path === 'two-tabs') return ['Your first tab', 'Your second tab']
  if (path === 'lost-reply') return ['You', 'Nobody else']
  return ['You', 'The thief']
}
