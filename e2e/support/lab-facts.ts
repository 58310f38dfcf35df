import type { LabEvent } from '../../lib/http/lab-schemas.ts'

// What follows from events, worked out here once more: a test that asked the product's own fold would agree with its mistakes.

export const isLeak = ({ status }: LabEvent) => status !== null && status < 300
/** The agent's requests with its copy of the access token of one session, as the server received them. */
export const replaysOf = (events: readonly LabEvent[], session: number) =>
  events
    .filter((event) => event.session === session && event.actor === 'attacker' && event.kind === 'replayed')
    .toSorted((one, other) => one.t - other.t)

/** The commit of the logout. */
export const endOf = (events: readonly LabEvent[], session: number) =>
  events.find((event) => event.session === session && (event.kind === 'revoked' || event.kind === 'family_revoked'))!.t

/** When the newest access token of a session ends by itself. */
export const lastExpiryOf = (events: readonly LabEvent[], session: number) =>
  Math.max(
    ...events
      .filter((event) => event.session === session && event.kind === 'issued' && event.token?.startsWith('A'))
      .map(({ expiresAt }) => expiresAt!),
  )

/** Milliseconds from the logout: to the last request that was let in (0: none), and to the first that was refused after it. */
export function exposureMeasured(events: readonly LabEvent[], session: number): { min: number; max: number } {
  const t0 = endOf(events, session)
  const after = replaysOf(events, session).filter(({ t }) => t > t0)
  const last = after.findLast(isLeak)
  const refused = after.find((event) => !isLeak(event) && event.t > (last?.t ?? t0))!
  return { min: last ? last.t - t0 : 0, max: refused.t - t0 }
}

/** Milliseconds between one request of the agent of one session and its next: half of them are no longer than `usual`. */
export function gapsOf(events: readonly LabEvent[], session: number): { longest: number; usual: number } {
  const times = replaysOf(events, session).map(({ t }) => t)
  const gaps = times.slice(1).map((t, index) => t - times[index]!)
  return { longest: Math.max(0, ...gaps), usual: gaps.toSorted((one, other) => one - other)[gaps.length >> 1] ?? 0 }
}

/** What a strategy promises of a copy, in milliseconds after the logout. */
export function theoryOf(events: readonly LabEvent[], session: number, strategy: string): number {
  const denies = strategy === 'denylist' || strategy === 'combined'
  return denies ? 0 : lastExpiryOf(events, session) - endOf(events, session)
}

export const sequence = (length: number) => Array.from({ length }, (_, index) => index + 1)
