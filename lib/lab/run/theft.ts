import type { LabEvent, Settings } from '../../http/lab-schemas.ts'
import { type Exposure, isSuccess } from './exposure.ts'
import { type Family, familyOf, type Party } from './family.ts'
import { exposureIn, type RunState } from './state.ts'

/** The only session of a theft. */
const N = 1

/** Who was logged out. */
export type LoggedOut = 'you' | 'thief' | 'both' | 'nobody'

export interface TheftResult {
  readonly family: Family
  /** Null: nobody is out, and the run is not over or was stopped before it came to anything. */
  readonly out: LoggedOut | null
  readonly hasThief: boolean
  /** Milliseconds between the copy and the end of the family. Null without one of them. */
  readonly copied: number | null
  /** Generations whose refresh token the thief presented, the last one included: how long they could shadow. */
  readonly shared: number
  /** How long a copy of an access token was let in after the end. Null: nobody has been logged out. */
  readonly exposure: Exposure | null
  /** Until when the newest copy of an access token is in time, by its `exp`; null: there is none, or it is denied. */
  readonly copyUntil: number | null
}

/** Pure: what a theft has come to. Null: it has not begun. */
export function theftOf(state: RunState): TheftResult | null {
  const family = familyOf(state, N)
  if (!family) return null
  const { events, phase, run } = state
  const stolen = events.find(({ kind }) => kind === 'stolen')
  const hasThief = run.settings.path !== 'two-tabs' && run.settings.path !== 'lost-reply'
  const byThief = family.presentations.filter(({ party, token }) => party === 'attacker' && token !== null)
  return {
    family,
    out: family.state === 'revoked' ? (hasThief ? 'both' : 'you') : phase === 'settled' ? 'nobody' : null,
    hasThief,
    copied: stolen && family.endedAt !== null ? family.endedAt - stolen.t : null,
    shared: new Set(byThief.map(({ token }) => token)).size,
    exposure: exposureIn(state, N),
    copyUntil: copyUntil(state, run.settings),
  }
}

function copyUntil({ tokens, sessions }: RunState, { strategy }: Settings): number | null {
  const isEnded = sessions.some(({ endedAt }) => endedAt !== null)
  if (strategy === 'combined' && isEnded) return null
  const copies = tokens.filter(
    ({ kind, holder, stolenAt }) => kind === 'access' && (holder === 'attacker' || stolenAt !== null),
  )
  return copies.length > 0 ? Math.max(...copies.map(({ expiresAt }) => expiresAt)) : null
}

export interface Held {
  readonly access: string | null
  readonly refresh: string | null
}

const NOTHING: Held = { access: null, refresh: null }

/** The newest of each kind that a party has in its jar: what was issued to it or copied by it, without answers that were lost. */
export function heldBy(events: readonly LabEvent[], party: Party): Held {
  let held = NOTHING
  let before = NOTHING
  for (const event of events) {
    const { kind, token, actor } = event
    if (actor !== party) continue
    if (kind === 'refreshed') before = held
    if (kind === 'refreshed' && event.reason === 'replayed' && token && isSuccess(event))
      held = { ...held, refresh: `R${Number.parseInt(token.slice(1), 10) + 1}` }
    if (kind === 'reply_lost') held = before
    if ((kind === 'issued' || kind === 'stolen') && token)
      held = token.startsWith('A') ? { ...held, access: token } : { ...held, refresh: token }
  }
  return held
}
