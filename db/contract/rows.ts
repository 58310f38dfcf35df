import type { Account, ActivityKind, AuthStore, Change, NewActivity, Session } from '@/lib/auth/ports.ts'

/** Seconds. */
export const DAY = 86_400

/** Fractions that a binary number holds exactly, so that rows can be compared. */
const NO_CODE = { resetHash: null, resetUntil: null }

export function accountRow(now: number, email = 'mina@example.org'): Account {
  return { id: crypto.randomUUID(), email, passwordHash: 'hash', version: 1, createdAt: now + 0.125, ...NO_CODE }
}

export function sessionRow(account: Account, now: number): Session {
  return {
    id: crypto.randomUUID(),
    accountId: account.id,
    openedVersion: account.version,
    strategy: 'combined',
    device: 'Firefox on Linux, “Büro” 🦊',
    generation: 0,
    currentHash: 'current',
    nonce: null,
    rotatedAt: now + 0.25,
    usedAt: null,
    rotatedBy: null,
    shadowedGeneration: null,
    accessUntil: Math.floor(now) + 300,
    createdAt: now + 0.25,
    lastSeenAt: now + 0.25,
    authenticatedAt: now + 0.25,
    idleExpiresAt: now + 14 * DAY,
    expiresAt: now + 90 * DAY,
    revokedAt: null,
    revokedReason: null,
  }
}

export function activityRow(session: Session, kind: ActivityKind, at: number): NewActivity {
  return { accountId: session.accountId, sessionId: session.id, kind, at, generation: session.generation, reason: null }
}

/** An account with one session, created in the store. */
export async function createRows(store: AuthStore, now: number, email?: string) {
  const account = accountRow(now, email)
  const session = sessionRow(account, now)
  const outcome = await store.createAccount(account, session, [activityRow(session, 'registered', now)])
  if (outcome !== 'created') throw new Error(outcome)
  return { account, session }
}

/** Writes a change as a decision that has nothing to decide. */
export function writeChange(store: AuthStore, accountId: string, change: Omit<Change<unknown>, 'outcome'>) {
  return store.withAccount(accountId, () => ({ ...change, outcome: 'written' }))
}
