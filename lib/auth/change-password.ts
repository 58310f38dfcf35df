import { publish } from './denylist.ts'
import type { AuthDeps } from './deps.ts'
import { AuthError } from './errors.ts'
import { retireVersion } from './logout-many.ts'
import { findOwn } from './own-session.ts'
import { normalisePassword, requireSuitablePassword } from './password.ts'
import type { Account } from './ports.ts'
import type { Principal } from './principal.ts'
import { type Receipt, receiptFor } from './receipt.ts'
import { activityOf, type IssuedTokens, issueTokens, newSession } from './session.ts'

/**
 * A new password: every session ends in the same transaction, and the caller goes on in a new one of the same strategy.
 * Throws `invalid_credentials` (the current password is wrong), `password_unsuitable` or `session_revoked`.
 */
export async function changePassword(
  deps: AuthDeps,
  caller: Principal,
  input: { currentPassword: string; newPassword: string },
): Promise<{ receipt: Receipt } & IssuedTokens> {
  const verified = await verifyPassword(deps, caller, input.currentPassword)
  const newPassword = normalisePassword(input.newPassword)
  requireSuitablePassword(deps.passwords, newPassword)
  const passwordHash = await deps.passwords.hash(newPassword)

  const outcome = await deps.store.withAccount(caller.accountId, (account, open, now) => {
    const own = findOwn(caller, account, open, now)
    if (!own || account.version !== verified.version) return { outcome: null }
    const { next, ended, denials } = retireVersion(deps, account, open, 'password_changed', now)
    const opened = newSession(deps, next, own, now)
    return {
      outcome: { opened, ended, denials, now },
      account: { ...next, passwordHash },
      sessions: [...ended, opened.session],
      denials,
      activity: [activityOf(opened.session, 'password_changed', now, 'password_changed')],
    }
  })
  if (!outcome) throw new AuthError('session_revoked')
  const pending = await publish(deps, outcome.denials)
  deps.notify(caller.accountId)
  return {
    receipt: receiptFor(deps.strategies, outcome.ended, pending, outcome.now),
    ...(await issueTokens(deps, outcome.opened, outcome.now)),
  }
}

/** Notes in the session that its owner has just shown the password again. Throws as `changePassword`. */
export async function reauthenticate(deps: AuthDeps, caller: Principal, password: string): Promise<number> {
  const verified = await verifyPassword(deps, caller, password)
  const at = await deps.store.withAccount(caller.accountId, (account, open, now) => {
    const own = findOwn(caller, account, open, now)
    if (!own || account.version !== verified.version) return { outcome: null }
    return {
      outcome: now,
      sessions: [{ ...own, authenticatedAt: now }],
      activity: [activityOf(own, 'reauthenticated', now)],
    }
  })
  if (at === null) throw new AuthError('session_revoked')
  deps.notify(caller.accountId)
  return at
}

async function verifyPassword(deps: AuthDeps, caller: Principal, password: string): Promise<Account> {
  const account = await deps.store.findAccount(caller.accountId)
  const hash = account?.passwordHash ?? deps.passwords.decoy
  const correct = await deps.passwords.verify(hash, normalisePassword(password))
  if (!account || !correct) throw new AuthError('invalid_credentials')
  return account
}
