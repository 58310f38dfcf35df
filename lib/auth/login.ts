import { denySession, publish } from './denylist.ts'
import type { AuthDeps } from './deps.ts'
import { firstVersionOf } from './era.ts'
import { AuthError } from './errors.ts'
import { normaliseEmail, normalisePassword, requireSuitablePassword } from './password.ts'
import type { Account } from './ports.ts'
import { activityOf, activityOfAccount, endedSession, type IssuedTokens, issueTokens, newSession } from './session.ts'
import type { Strategy } from './strategies.ts'

/** Sessions of one account that may be open; the one unseen for longest makes room. */
const SESSIONS_KEPT = 50

export interface Credentials {
  email: string
  password: string
  strategy: Strategy
  /** What its owner will recognise it by: "Firefox on Linux". */
  device: string
  /** True: as far as its caller can tell, this browser has never logged in to the account. Its owner is told so. */
  isNewDevice?: boolean
}

/** A new account, logged in. Throws `password_unsuitable` or `email_taken`. */
export async function register(deps: AuthDeps, input: Credentials): Promise<{ account: Account } & IssuedTokens> {
  const password = normalisePassword(input.password)
  requireSuitablePassword(deps.passwords, password)
  const passwordHash = await deps.passwords.hash(password)
  const now = deps.now()
  const era = await deps.store.findEra()
  const account = {
    id: crypto.randomUUID(),
    email: normaliseEmail(input.email),
    passwordHash,
    version: firstVersionOf(era),
    createdAt: now,
    resetHash: null,
    resetUntil: null,
  }
  const opened = newSession(deps, account, input, now)
  const activity = [activityOf(opened.session, 'registered', now)]
  if ((await deps.store.createAccount(account, opened.session, activity)) === 'email_taken') {
    throw new AuthError('email_taken')
  }
  await requireEra(deps, account, era)
  return { account, ...(await issueTokens(deps, opened, now)) }
}

/** An operator may have begun an era since: the account moves into it, and its first login, which is of the one before, is said to have failed. */
async function requireEra({ store }: AuthDeps, { id }: Account, era: number): Promise<void> {
  const newest = await store.findEra()
  if (newest === era) return
  await store.withAccount(id, (account) => ({
    outcome: null,
    account: { ...account, version: Math.max(account.version, firstVersionOf(newest)) },
  }))
  throw new AuthError('store_unavailable')
}

/**
 * A new session. Throws `invalid_credentials`, after the same work whether the account exists or not.
 * Does NOT limit attempts and does NOT end the session that the browser came with: its caller does both.
 */
export async function login(deps: AuthDeps, input: Credentials): Promise<{ account: Account } & IssuedTokens> {
  const password = normalisePassword(input.password)
  const found = await deps.store.findAccountByEmail(normaliseEmail(input.email))
  const correct = await deps.passwords.verify(found?.passwordHash ?? deps.passwords.decoy, password)
  if (!found || !correct) {
    if (found) deps.defer(() => noteFailure(deps, found))
    throw new AuthError('invalid_credentials', { accountId: found?.id ?? null })
  }
  const rehashed = deps.passwords.isOutdated(found.passwordHash) ? await deps.passwords.hash(password) : null

  const opened = await deps.store.withAccount(found.id, (account, open, now) => {
    // A password change or a logout everywhere came first: this login proved an older state of the account. The hash is
    // not compared: another login may have brought it up to date.
    if (account.version !== found.version) return { outcome: null }
    const opened = newSession(deps, account, input, now)
    const surplus = open.toSorted((one, other) => other.lastSeenAt - one.lastSeenAt).slice(SESSIONS_KEPT - 1)
    const denials = surplus.flatMap((session) => denySession(deps.strategies, session, now))
    return {
      outcome: { ...opened, now, denials },
      account: rehashed ? { ...account, passwordHash: rehashed } : undefined,
      sessions: [...surplus.map((session) => endedSession(session, 'replaced_by_login', now)), opened.session],
      denials,
      activity: [activityOf(opened.session, input.isNewDevice ? 'logged_in_new_device' : 'logged_in', now)],
    }
  })
  if (!opened) throw new AuthError('invalid_credentials')
  await publish(deps, opened.denials)
  deps.notify(found.id)
  return { account: found, ...(await issueTokens(deps, opened, opened.now)) }
}

async function noteFailure({ store, now, notify }: AuthDeps, account: Account): Promise<void> {
  await store.recordActivity(activityOfAccount(account, 'login_failed', now()))
  notify(account.id)
}
