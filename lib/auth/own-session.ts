import type { AuthDeps } from './deps.ts'
import { AuthError } from './errors.ts'
import type { Account, Session } from './ports.ts'
import type { Principal } from './principal.ts'
import { isOpen } from './session.ts'

/** The caller's own session, if it is still open: a living access token alone is not enough for a write. */
export function findOwn(caller: Principal, account: Account, open: Session[], now: number): Session | null {
  const own = open.find(({ id }) => id === caller.sessionId)
  return own && isOpen(own, account, now) ? own : null
}

/** The same, outside a transaction, for what changes nothing of the caller's. Throws `session_revoked`. */
export async function requireOwn({ store, now }: AuthDeps, caller: Principal): Promise<Account> {
  const [account, own] = await Promise.all([store.findAccount(caller.accountId), store.findSession(caller.sessionId)])
  if (!account || !own || !isOpen(own, account, now())) throw new AuthError('session_revoked')
  return account
}
