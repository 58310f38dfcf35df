import type { LabEvent } from '../../http/lab-schemas.ts'
import { isAttempt, isSuccess } from './exposure.ts'

const always: ReadonlySet<LabEvent['kind']> = new Set([
  'issued',
  'logout',
  'denylisted',
  'key_expired',
  'reply_lost',
  'reuse_detected',
  'family_revoked',
  'settled',
  'stopped',
])

/**
 * The events without which a run cannot be told: whatever changed something, and of each credential's presentations those at
 * which the answer changed. What happened at the same time because of a logout is told by the logout.
 */
export function decisiveEvents(events: readonly LabEvent[]): LabEvent[] {
  const loggedOut = new Set(events.filter(({ kind }) => kind === 'logout').map(({ session }) => session))
  const stolen = new Set<string>()
  const answers = new Map<string, boolean>()
  const t0 = new Map<LabEvent['session'], number>()
  const chosen = new Set<LabEvent>()
  const last = new Map<string, LabEvent>()

  for (const event of events) {
    const { kind, session } = event
    const credential = `${session} ${event.actor} ${kind} ${event.token}`
    if (kind === 'logout' || kind === 'revoked' || kind === 'family_revoked') t0.set(session, event.t)
    if (always.has(kind)) chosen.add(event)
    if (kind === 'revoked' && !loggedOut.has(session)) chosen.add(event)
    if (kind === 'stolen' && !stolen.has(credential)) chosen.add(event)
    stolen.add(credential)
    if (kind === 'refreshed' && isSuccess(event)) chosen.add(event)
    if (event.status === null || isSuccess(event) === answers.get(credential)) {
      noteLeak(event)
      continue
    }
    answers.set(credential, isSuccess(event))
    if (isAttempt(event) || !isSuccess(event)) chosen.add(event)
    noteLeak(event)
  }
  /** The last time that a copy got in after its owner had gone. */
  function noteLeak(event: LabEvent): void {
    const since = t0.get(event.session)
    if (isAttempt(event) && isSuccess(event) && since !== undefined && event.t > since)
      last.set(String(event.session), event)
  }
  for (const event of last.values()) chosen.add(event)
  return events.filter((event) => chosen.has(event))
}
