import type { AuthDeps } from './deps.ts'
import { AuthError } from './errors.ts'
import type { Account, Change, Session } from './ports.ts'
import type { Principal } from './principal.ts'
import { isOpen } from './session.ts'

/**
 * Seconds that a password check stands for its owner being there: long enough to read a list of devices and press, too short
 * for a browser that was left open, or for a copied cookie (ASVS 7.5.1). Not an option.
 */
export const STEP_UP_WINDOW = 300

/** The caller's own session, if it is still open: a living access token alone is not enough for a write. */
export function findOwn(caller: Principal, account: Account, open: Session[], now: number): Session | null {
  const own = open.find(({ id }) => id === caller.sessionId)
  return own && isOpen(own, account, now) ? own : null
}

/** The date of the check, never that of a token: a rotation renews tokens and proves nobody. One that lies far ahead proves nothing either. */
const isRecent = ({ authenticatedAt }: Session, now: number): boolean =>
  Math.abs(now - authenticatedAt) <= STEP_UP_WINDOW

/**
 * Runs `decide` in the account's transaction, where the caller's session is still open and, with `stepUp`, its password was
 * checked lately; else nothing is written. Throws `session_revoked` or `reauthentication_required`.
 */
export async function actAsOwn<Outcome>(
  { store }: Pick<AuthDeps, 'store'>,
  caller: Principal,
  { stepUp }: { stepUp: boolean },
  decide: (account: Account, open: Session[], now: number, own: Session) => Change<Outcome>,
): Promise<Outcome> {
  type Answer = { refusal: 'session_revoked' | 'reauthentication_required' } | { done: Outcome }
  const answer = await store.withAccount<Answer>(caller.accountId, (account, open, now) => {
    const own = findOwn(caller, account, open, now)
    if (!own) return { outcome: { refusal: 'session_revoked' } }
    if (stepUp && !isRecent(own, now)) return { outcome: { refusal: 'reauthentication_required' } }
    const change = decide(account, open, now, own)
    return { ...change, outcome: { done: change.outcome } }
  })
  if (!answer) throw new AuthError('session_revoked')
  if ('refusal' in answer) throw new AuthError(answer.refusal)
  return answer.done
}
