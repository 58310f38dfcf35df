import type { LabEvent } from '../../http/lab-schemas.ts'
import { isAttempt, isSuccess } from './exposure.ts'
import type { RunState } from './state.ts'

/** By shape first: ● let in, ▲ let in after the logout, ✕ refused, ◇ renewed, ⧉ copied, ■ ended or denied. */
export const shapes = ['ok', 'leak', 'refused', 'refresh', 'copied', 'ended'] as const
export type Shape = (typeof shapes)[number]

/** Somebody else was let in although this login had ended: the one thing that is alarming. */
export function isLeak(state: RunState, event: LabEvent): boolean {
  if (!isAttempt(event) || !isSuccess(event)) return false
  const endedAt = state.sessions.find(({ n }) => n === event.session)?.endedAt ?? null
  return endedAt !== null && event.t > endedAt
}

/** Null: an event that has no mark of its own. */
export function shapeOf(state: RunState, event: LabEvent): Shape | null {
  switch (event.kind) {
    case 'stolen':
      return 'copied'
    case 'logout':
    case 'revoked':
    case 'denylisted':
    case 'family_revoked':
    case 'reuse_detected':
      return 'ended'
    case 'used':
    case 'replayed':
    case 'refreshed':
      if (!isSuccess(event)) return 'refused'
      if (isLeak(state, event)) return 'leak'
      return event.kind === 'refreshed' ? 'refresh' : 'ok'
    default:
      return null
  }
}
