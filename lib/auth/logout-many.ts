import { denySession, denyVersion, publish } from './denylist.ts'
import type { AuthDeps } from './deps.ts'
import { actAsOwn } from './own-session.ts'
import type { Account, Change, Denial, Session } from './ports.ts'
import type { Principal } from './principal.ts'
import { type Receipt, receiptFor } from './receipt.ts'
import { activityOf, endedSession } from './session.ts'

/**
 * Ends all sessions of the account but the caller's. Throws `session_revoked` when the caller's own has ended,
 * `reauthentication_required` when its password check is too old.
 */
export function logoutOthers(deps: AuthDeps, caller: Principal): Promise<Receipt> {
  return endMany(deps, caller, (_account, open, now) => {
    const others = open.filter(({ id }) => id !== caller.sessionId)
    const ended = others.map((session) => endedSession(session, 'logged_out_others', now))
    const denials = others.flatMap((session) => denySession(deps.strategies, session, now))
    const activity = ended.map((session) => activityOf(session, 'session_ended', now, 'logged_out_others'))
    return { outcome: { ended, denials, now }, sessions: ended, denials, activity }
  })
}

/**
 * Ends all sessions of the account by retiring its token version, so that access tokens nobody has ever listed die too.
 * A login that comes after it opens under the next version. Throws as `logoutOthers`.
 */
export function logoutEverywhere(deps: AuthDeps, caller: Principal): Promise<Receipt> {
  return endMany(deps, caller, (account, open, now, own) => {
    const { ended, denials, next } = retireVersion(deps, account, open, 'logged_out_everywhere', now)
    const activity = [activityOf(own, 'logged_out_everywhere', now, 'logged_out_everywhere')]
    return { outcome: { ended, denials, now }, account: next, sessions: ended, denials, activity }
  })
}

/** The next version of the account, and what goes with the present one: sessions, access tokens, a code that would replace the password. */
export function retireVersion(
  { strategies }: Pick<AuthDeps, 'strategies'>,
  account: Account,
  open: Session[],
  reason: 'logged_out_everywhere' | 'password_changed' | 'password_reset',
  now: number,
): { next: Account; ended: Session[]; denials: Denial[] } {
  return {
    next: { ...account, version: account.version + 1, resetHash: null, resetUntil: null },
    ended: open.map((session) => endedSession(session, reason, now)),
    denials: denyVersion(strategies, account, open, now),
  }
}

interface Ending {
  ended: Session[]
  denials: Denial[]
  now: number
}

async function endMany(
  deps: AuthDeps,
  caller: Principal,
  decide: (account: Account, open: Session[], now: number, own: Session) => Change<Ending>,
): Promise<Receipt> {
  const outcome = await actAsOwn(deps, caller, { stepUp: true }, (account, open, now, own) => {
    // What has run out by itself is not ended by anybody.
    const alive = open.filter(({ idleExpiresAt, accessUntil }) => now < Math.max(idleExpiresAt, accessUntil))
    return decide(account, alive, now, own)
  })
  const pending = await publish(deps, outcome.denials)
  deps.notify(caller.accountId)
  return receiptFor(deps.strategies, outcome.ended, pending, outcome.now)
}
