import { randomBytes, timingSafeEqual } from 'node:crypto'
import { publish } from './denylist.ts'
import type { AuthDeps } from './deps.ts'
import { AuthError } from './errors.ts'
import { retireVersion } from './logout-many.ts'
import { normaliseEmail, normalisePassword, requireSuitablePassword } from './password.ts'
import type { Account } from './ports.ts'
import { type Receipt, receiptFor } from './receipt.ts'
import { hashOf } from './refresh-token.ts'
import { activityOfAccount } from './session.ts'

/** Random bits of a code, as many as nobody can guess, in groups of four hexadecimal digits. */
const CODE_BITS = 128
/** Seconds in which a code may be used: the operator hands it over at once. */
const CODE_LIFETIME = 900

/**
 * For an operator who knows whose account it is: a code that replaces the password once. It takes the place of the code before it.
 * Null: no such account. The database keeps its hash alone, so this is the only time that anybody sees it.
 */
export async function issueResetCode(
  deps: AuthDeps,
  email: string,
): Promise<{ code: string; expiresAt: number } | null> {
  const found = await deps.store.findAccountByEmail(normaliseEmail(email))
  if (!found) return null
  const code = randomBytes(CODE_BITS / 8)
    .toString('hex')
    .match(/.{4}/g)!
    .join('-')
  const expiresAt = await deps.store.withAccount(found.id, (account, _open, now) => ({
    outcome: now + CODE_LIFETIME,
    account: { ...account, resetHash: hashOf(normaliseCode(code)), resetUntil: now + CODE_LIFETIME },
    activity: [activityOfAccount(account, 'reset_code_issued', now)],
  }))
  if (expiresAt === null) return null
  deps.notify(found.id)
  return { code, expiresAt }
}

/**
 * A new password for whoever holds the code: every session ends in the same transaction, and none is opened.
 * Throws `reset_refused`, after the same work whatever was wrong, or `password_unsuitable`. Does NOT limit attempts: its caller does.
 */
export async function resetPassword(
  deps: AuthDeps,
  input: { email: string; code: string; newPassword: string },
): Promise<Receipt> {
  const newPassword = normalisePassword(input.newPassword)
  requireSuitablePassword(deps.passwords, newPassword)
  const passwordHash = await deps.passwords.hash(newPassword)
  const presented = hashOf(normaliseCode(input.code))
  const found = await deps.store.findAccountByEmail(normaliseEmail(input.email))

  // Asked for an account that is not there, too: as many questions for an unknown address as for a known one.
  const outcome = await deps.store.withAccount(found?.id ?? crypto.randomUUID(), (account, open, now) => {
    if (!isCodeOf(account, presented, now)) return { outcome: null }
    const { next, ended, denials } = retireVersion(deps, account, open, 'password_reset', now)
    return {
      outcome: { ended, denials, now },
      account: { ...next, passwordHash },
      sessions: ended,
      denials,
      activity: [activityOfAccount(account, 'password_reset', now)],
    }
  })
  if (!found || !outcome) throw new AuthError('reset_refused', { accountId: found?.id ?? null })
  const pending = await publish(deps, outcome.denials)
  deps.notify(found.id)
  return receiptFor(deps.strategies, outcome.ended, pending, outcome.now)
}

function isCodeOf({ resetHash, resetUntil }: Account, presented: string, now: number): boolean {
  if (resetHash === null || resetUntil === null || resetUntil <= now) return false
  return timingSafeEqual(Buffer.from(resetHash), Buffer.from(presented))
}

/** As it was printed, or typed without its hyphens or in capitals. */
const normaliseCode = (code: string): string => code.replace(/[\s-]/g, '').toLowerCase()
