import type { Strategy } from './strategies.ts'

export type { Strategy }

/** Times everywhere in this file are seconds since the epoch, with a fraction; lifetimes are seconds. */
export interface Account {
  id: string
  /** Normalised once, at registration: NFKC, trimmed, lower case. */
  email: string
  passwordHash: string
  /** Raised by whatever ends all sessions; a session opened under an older one cannot be renewed. Its era is in it (era.ts). */
  version: number
  createdAt: number
  /** SHA-256 of a one-time code that may replace the password until `resetUntil`; null: there is none. */
  resetHash: string | null
  resetUntil: number | null
}

export const endReasons = [
  'logged_out',
  'logged_out_others',
  'logged_out_everywhere',
  'ended_by_owner',
  'password_changed',
  'password_reset',
  'replaced_by_login',
  'refresh_reused',
  'refresh_shadowed',
  'database_rolled_back',
  'revoked_by_operator',
] as const
export type EndReason = (typeof endReasons)[number]

/** One login on one device: the refresh family. One row however often it rotates. */
export interface Session {
  id: string
  accountId: string
  openedVersion: number
  strategy: Strategy
  device: string
  generation: number
  /** SHA-256 of the current refresh token, and the nonce that derived it from its parent; null: no refresh token. */
  currentHash: string | null
  nonce: string | null
  rotatedAt: number
  /** When the current generation was first seen in use; null: its owner may never have received it. */
  usedAt: number | null
  /** Hash of the holder that the rotating request presented. */
  rotatedBy: string | null
  /** The last generation in which somebody else replayed the parent. */
  shadowedGeneration: number | null
  /** The greatest `exp` ever issued: what a denial of this session must outlive. */
  accessUntil: number
  createdAt: number
  lastSeenAt: number
  /** Last time the password was checked in this session. */
  authenticatedAt: number
  idleExpiresAt: number
  expiresAt: number
  revokedAt: number | null
  revokedReason: EndReason | null
}

/** An entry of the denylist: membership of `key` means refused; it may be forgotten at `until`. */
export interface Denial {
  key: string
  until: number
}

export const activityKinds = [
  'registered',
  'logged_in',
  'logged_in_new_device',
  'login_failed',
  'used',
  'refreshed',
  'replayed',
  'reauthenticated',
  'session_ended',
  'refresh_reused',
  'refresh_shadowed',
  'database_rolled_back',
  'alarm_acknowledged',
  'logged_out_everywhere',
  'password_changed',
  'reset_code_issued',
  'password_reset',
] as const
export type ActivityKind = (typeof activityKinds)[number]

/** Kept of each kind of activity of an account: a flood of one kind drives out no other. */
export const ACTIVITY_KEPT = 50
/** Seconds that an ended session stays in its owner's list. */
export const ENDED_KEPT = 7 * 86_400

/** Something that happened to an account. Holds no credential. `id` grows with time. */
export interface Activity {
  id: number
  accountId: string
  sessionId: string | null
  kind: ActivityKind
  at: number
  generation: number | null
  reason: EndReason | null
}
export type NewActivity = Omit<Activity, 'id'>

/** What a decision wants written, all in the transaction in which it read. Rows are whole: inserted or replaced by id. */
export interface Change<Outcome> {
  outcome: Outcome
  /** null: deleted, with its sessions and activity; its denials stay until their time. */
  account?: Account | null
  sessions?: Session[]
  denials?: Denial[]
  activity?: NewActivity[]
}

/** What a new era writes, of all accounts at once. */
export interface NewEra {
  era: number
  /** Every account's from now on; codes that replace a password go. */
  version: number
  /** Of every session that is open. */
  reason: EndReason
  denials: Denial[]
}

/**
 * Accounts and sessions. Every method is one transaction. The rules are not here: `withSession` and `withAccount`
 * lock, read, call a pure synchronous decision, write what it returns, and commit, so a driver has no rule to get wrong.
 * A decision may be called again when a driver has to retry. Anything thrown means "unavailable", never "absent".
 */
export interface AuthStore {
  /** `email_taken`: nothing was written. */
  createAccount(account: Account, session: Session, activity: NewActivity[]): Promise<'created' | 'email_taken'>
  findAccount(id: string): Promise<Account | null>
  findAccountByEmail(email: string): Promise<Account | null>
  findSession(id: string): Promise<Session | null>
  /** Newest first; ended ones included until they are pruned. */
  listSessions(accountId: string): Promise<Session[]>
  /** Locks the account, then the session. Null: no such session, nothing was called. */
  withSession<Outcome>(
    sessionId: string,
    decide: (session: Session, account: Account, now: number) => Change<Outcome>,
  ): Promise<Outcome | null>
  /** Locks the account, then its sessions; `open` are those that are not revoked. Null: no such account. */
  withAccount<Outcome>(
    accountId: string,
    decide: (account: Account, open: Session[], now: number) => Change<Outcome>,
  ): Promise<Outcome | null>
  /** Outside a decision: a failed login. Kept bounded per account and kind. */
  recordActivity(activity: NewActivity): Promise<void>
  /** Oldest first, with `id` greater than `after`; without `after` the newest `limit`. */
  listActivity(accountId: string, options: { after?: number; limit: number }): Promise<Activity[]>
  /** The first of `keys` that is denied, from the database itself: the truth when the denylist cannot answer. */
  findDenied(keys: readonly string[]): Promise<string | null>
  /** Denials that are committed here and not yet confirmed by the denylist. */
  listPendingDenials(limit: number): Promise<Denial[]>
  settleDenials(keys: readonly string[]): Promise<void>
  /** Denials in force, for a denylist that forgot: pages of `limit` keys greater than `after`. */
  listDenials(options: { after: string; limit: number }): Promise<Denial[]>
  /** In which accounts are registered; 0 before the first `beginEra`. */
  findEra(): Promise<number>
  /** Locks the era and every account. Returns how many accounts there are, and how many sessions were open. */
  beginEra(decide: (era: number, now: number) => NewEra): Promise<{ accounts: number; sessions: number }>
  /** Deletes at most `limit` rows that nothing can need any more; returns how many. */
  prune(limit: number): Promise<number>
}

/** The self-emptying copy that every check asks. Throws when it cannot answer: unknown is not "not revoked". */
export interface Denylist {
  readonly driver: string
  /** The first of `keys` that is a member, else null. One round trip for all. */
  find(keys: readonly string[]): Promise<string | null>
  /** Adds, or lengthens; never shortens. Entry and its end in one command. */
  deny(denials: readonly Denial[]): Promise<void>
}

/** Slow by design: implementations gate how many run at once. */
export interface PasswordHasher {
  hash(password: string): Promise<string>
  verify(hash: string, password: string): Promise<boolean>
  /** True: made with parameters that are no longer the current ones. */
  isOutdated(hash: string): boolean
  /** Among the most used passwords? */
  isCommon(password: string): boolean
  /** A hash of nothing anybody knows, so that an unknown account costs the same as a known one. */
  readonly decoy: string
}

/** Seconds since the epoch. */
export type Clock = () => number
