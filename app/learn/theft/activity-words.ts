import type { LabEvent } from '@/lib/http/lab-schemas.ts'
import { isLeak } from '@/lib/lab/run/outcome.ts'
import type { RunState } from '@/lib/lab/run/state.ts'
import { reasonWords } from '@/lib/lab/run/words.ts'

export interface Entry {
  readonly seq: number
  readonly t: number
  readonly kind: LabEvent['kind']
  readonly text: string
  readonly urgent: boolean
}

/** Newest first: everything that changed the login, and the last time that a copy was let in after its end. */
export function activityOf(state: RunState): Entry[] {
  const lastLeak = state.events.findLast((event) => isLeak(state, event))
  return state.events
    .flatMap((event): Entry[] => {
      const text =
        event === lastLeak ? `The thief was let in with ${event.token}: not recalled, not denied` : told(event)
      const urgent = event.kind === 'reuse_detected' || event.kind === 'family_revoked'
      return text ? [{ seq: event.seq, t: event.t, kind: event.kind, text, urgent }] : []
    })
    .toSorted((one, other) => other.t - one.t || other.seq - one.seq)
}

/** Null: routine. */
function told({ kind, actor, by, token, status, reason, ending }: LabEvent): string | null {
  const who = actor === 'attacker' ? 'The thief' : (by ?? 'You')
  switch (kind) {
    case 'started':
      return 'You logged in'
    case 'stolen':
      return token?.startsWith('R') ? `The thief copied ${token} and what lay beside it` : null
    case 'refreshed':
      return status === 200
        ? `${who} presented ${token}: ${reason && reasonWords[reason]}`
        : `${who} presented ${token}: refused, ${reason}`
    case 'reply_lost':
      return 'The answer never reached you'
    case 'reuse_detected':
      return 'Someone used a refresh token of this login twice'
    case 'family_revoked':
      return ending === 'refresh_shadowed'
        ? 'Two browsers were renewing this login, so it was ended everywhere'
        : 'So this login was ended everywhere. Not you? Log in again and consider a new password'
    case 'denylisted':
      return 'Its access tokens are denied'
    case 'key_expired':
      return 'The denylist has forgotten it: what it denied has expired'
    default:
      return null
  }
}
