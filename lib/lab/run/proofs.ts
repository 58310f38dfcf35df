import type { LabEvent } from '../../http/lab-schemas.ts'
import { exposureIn, type RunState } from './state.ts'

/** What a guest can prove, each by what stands in a run's events and nothing else. */
export const proofNames = [
  'copy-works',
  'next-request-blocked',
  'renewal-refused',
  'all-ended',
  'thief-caught',
  'three-predictions',
] as const
export type ProofName = (typeof proofNames)[number]

/** Milliseconds beyond one poll that a request may take to arrive. */
const ARRIVAL = 250

/** What this one run has proved; three predictions in a row are counted over several. */
export function provedBy(state: RunState): ProofName[] {
  const { events, sessions, run } = state
  const exposures = sessions.map(({ n, strategy, ending }) => ({ n, strategy, ending, exposure: exposureIn(state, n) }))
  const poll = run.settings.poll * 1000
  const proved: [ProofName, boolean][] = [
    ['copy-works', exposures.some(({ exposure }) => (exposure?.leaks ?? 0) > 0)],
    [
      'next-request-blocked',
      exposures.some(
        ({ exposure }) =>
          exposure?.min === 0 &&
          exposure.max !== null &&
          exposure.max <= poll + ARRIVAL &&
          exposure.refusal?.reason?.startsWith('denied_'),
      ),
    ],
    ['renewal-refused', events.some(isRefusedRenewal) && events.some((event) => isReplay(event, 'expired'))],
    [
      'all-ended',
      exposures.length >= 3 &&
        exposures.every(({ ending }) => ending === 'logged_out_everywhere') &&
        exposures.every(({ exposure }) => exposure?.max != null),
    ],
    [
      'thief-caught',
      events.some(
        ({ kind, actor, reason }) => kind === 'refreshed' && actor === 'attacker' && reason === 'refresh_reused',
      ),
    ],
  ]
  return proved.filter(([, holds]) => holds).map(([name]) => name)
}

const isReplay = ({ kind, actor, reason }: LabEvent, wanted: LabEvent['reason']) =>
  kind === 'replayed' && actor === 'attacker' && reason === wanted
const isRefusedRenewal = ({ kind, actor, reason }: LabEvent) =>
  kind === 'refreshed' && actor === 'attacker' && reason === 'session_revoked'

/** What the attacker got after the logout of session 1, in the words of a guess. Null: nobody logged out, or it is not over. */
export function outcomeOf(state: RunState): 'refused' | 'moment' | 'until_expiry' | null {
  const exposure = exposureIn(state, 1)
  if (!exposure?.refusal) return null
  if (exposure.leaks === 0) return 'refused'
  return exposure.refusal.reason === 'expired' ? 'until_expiry' : 'moment'
}

/** Which check refused the attacker after the logout of session 1. */
export function stoppedBy(state: RunState): string | null {
  return exposureIn(state, 1)?.refusal?.checks?.find(({ ok }) => ok === false)?.name ?? null
}

/** Right: the outcome that was guessed, and, where it was asked, the check. Seconds are compared in words only. */
export function verdictOn(state: RunState): 'right' | 'wrong' | null {
  const { guess } = state.run
  const outcome = outcomeOf(state)
  if (!guess || !outcome) return null
  const sameCheck = guess.check === null || guess.check === stoppedBy(state)
  return guess.outcome === outcome && sameCheck ? 'right' : 'wrong'
}
