import type { LabEvent } from '../../http/lab-schemas.ts'

/**
 * For how long somebody else was still in. `t0` is the commit of the logout; a leak is a request of the attacker that the
 * server received after it and answered 2xx. The truth lies between the last leak and the first refusal after it, which are
 * at most one poll apart. Milliseconds since the run began; `min` and `max` are durations in milliseconds.
 */
export interface Exposure {
  readonly t0: number
  readonly min: number
  /** Null: not refused yet. */
  readonly max: number | null
  readonly leaks: number
  /** The event that ended it. */
  readonly refusal: LabEvent | null
}

/**
 * Null: nobody has logged out of this session. A request that was received before `t0` never counts, however late its answer.
 * A refused renewal ends nothing while the copy of the access token is still let in, so only its own refusal does.
 */
export function exposureOf(events: readonly LabEvent[], session: number, t0: number | null): Exposure | null {
  if (t0 === null) return null
  const attempts = events.filter((event) => event.session === session && isAttempt(event))
  const after = attempts.filter(({ t }) => t > t0).toSorted((one, other) => one.t - other.t)
  const leaks = after.filter(isSuccess)
  const lastLeak = leaks.at(-1)
  const deciding = attempts.some(({ kind }) => kind === 'replayed') ? 'replayed' : 'refreshed'
  const ends = ({ kind, status, t }: LabEvent) => kind === deciding && status === 401 && t > (lastLeak?.t ?? t0)
  const refusal = after.find(ends) ?? null
  return {
    t0,
    min: lastLeak ? lastLeak.t - t0 : 0,
    max: refusal ? refusal.t - t0 : null,
    leaks: leaks.length,
    refusal,
  }
}

/** A credential presented by somebody who should not have it. */
export function isAttempt(event: LabEvent): boolean {
  return event.actor === 'attacker' && (event.kind === 'replayed' || event.kind === 'refreshed')
}

export const isSuccess = ({ status }: LabEvent): boolean => status !== null && status >= 200 && status < 300
