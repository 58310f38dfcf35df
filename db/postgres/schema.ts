import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core'
import type { ActivityKind, EndReason, Strategy } from '../../lib/auth/ports.ts'
import type { KeptToken, NewLabEvent, ResultView, RunRow } from '../../lib/lab/ports.ts'
import type { AuditEvent } from '../../lib/server/ports.ts'

/** Compared by bytes: keys are paged in this order, and an index in the system's order breaks when its C library is replaced. */
const key = customType<{ data: string }>({ dataType: () => 'text collate "C"' })

/** Times are seconds since the epoch with a fraction, hence DOUBLE PRECISION. */
export const accounts = pgTable('accounts', {
  id: key().primaryKey(),
  email: key().notNull().unique(),
  passwordHash: text('password_hash').notNull(),
  version: bigint({ mode: 'number' }).notNull(),
  createdAt: doublePrecision('created_at').notNull(),
  resetHash: text('reset_hash'),
  resetUntil: doublePrecision('reset_until'),
  /** Raised by every decision that writes: what a decision read is what it replaces. */
  revision: bigint({ mode: 'number' }).notNull().default(0),
})

/** One row for each time that everything was revoked; the last one is the era of every account. */
export const eras = pgTable('eras', {
  era: bigint({ mode: 'number' }).primaryKey(),
  beganAt: doublePrecision('began_at').notNull(),
})

/** One row per login, however often it rotates. No column that a rotation changes is indexed. */
export const sessions = pgTable(
  'sessions',
  {
    id: key().primaryKey(),
    accountId: key('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    openedVersion: bigint('opened_version', { mode: 'number' }).notNull(),
    strategy: text().$type<Strategy>().notNull(),
    device: text().notNull(),
    generation: integer().notNull(),
    currentHash: text('current_hash'),
    nonce: text(),
    rotatedAt: doublePrecision('rotated_at').notNull(),
    usedAt: doublePrecision('used_at'),
    rotatedBy: text('rotated_by'),
    shadowedGeneration: integer('shadowed_generation'),
    accessUntil: doublePrecision('access_until').notNull(),
    createdAt: doublePrecision('created_at').notNull(),
    lastSeenAt: doublePrecision('last_seen_at').notNull(),
    authenticatedAt: doublePrecision('authenticated_at').notNull(),
    idleExpiresAt: doublePrecision('idle_expires_at').notNull(),
    expiresAt: doublePrecision('expires_at').notNull(),
    revokedAt: doublePrecision('revoked_at'),
    revokedReason: text('revoked_reason').$type<EndReason>(),
  },
  (table) => [
    index('sessions_by_account').on(table.accountId, table.createdAt),
    index('sessions_by_end').on(table.expiresAt),
    index('sessions_by_revocation').on(table.revokedAt).where(sql`${table.revokedAt} is not null`),
  ],
)

/** Every denial in force: the denylist itself where it is embedded, its outbox and its source where it is not. */
export const denials = pgTable(
  'denials',
  {
    key: key().primaryKey(),
    until: doublePrecision().notNull(),
    pending: boolean().notNull(),
  },
  (table) => [
    index('denials_by_end').on(table.until),
    index('denials_pending').on(table.key).where(sql`${table.pending}`),
  ],
)

export const activity = pgTable(
  'activity',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    accountId: key('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    sessionId: key('session_id'),
    kind: text().$type<ActivityKind>().notNull(),
    at: doublePrecision().notNull(),
    generation: integer(),
    reason: text().$type<EndReason>(),
  },
  (table) => [index('activity_by_account').on(table.accountId, table.kind, table.id)],
)

/** rate-limiter-flexible's own shape: `expire` in milliseconds. */
export const limits = pgTable(
  'limits',
  {
    key: key().primaryKey(),
    points: integer().notNull().default(0),
    expire: bigint({ mode: 'number' }),
  },
  (table) => [index('limits_by_end').on(table.expire)],
)

/** The sandbox: one row per run; its account and sessions are in the tables above. */
export const labRuns = pgTable(
  'lab_runs',
  {
    id: key().primaryKey(),
    guest: key().notNull(),
    accountId: key('account_id').notNull(),
    settings: json().$type<RunRow['settings']>().notNull(),
    guess: json().$type<RunRow['guess']>(),
    verdict: text().$type<RunRow['verdict']>(),
    phase: text().$type<RunRow['phase']>().notNull(),
    sessions: json().$type<RunRow['sessions']>().notNull(),
    passwords: integer().notNull(),
    startedAt: doublePrecision('started_at').notNull(),
    seenAt: doublePrecision('seen_at').notNull(),
    /** The number of its newest event. */
    lastSeq: integer('last_seq').notNull().default(0),
  },
  (table) => [
    index('lab_runs_by_guest').on(table.guest, table.startedAt),
    index('lab_runs_by_start').on(table.startedAt),
  ],
)

const ofRun = () =>
  key('run_id')
    .notNull()
    .references(() => labRuns.id, { onDelete: 'cascade' })

export const labEvents = pgTable(
  'lab_events',
  {
    runId: ofRun(),
    seq: integer().notNull(),
    body: json().$type<NewLabEvent>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.seq] })],
)

export const labTokens = pgTable(
  'lab_tokens',
  {
    runId: ofRun(),
    session: integer().notNull(),
    name: text().notNull(),
    kind: text().$type<KeptToken['kind']>().notNull(),
    text: text().notNull(),
    issuedAt: doublePrecision('issued_at').notNull(),
    expiresAt: doublePrecision('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.session, table.name] })],
)

export const labResults = pgTable(
  'lab_results',
  {
    id: key().primaryKey(),
    body: json().$type<ResultView>().notNull(),
    expiresAt: doublePrecision('expires_at').notNull(),
  },
  (table) => [index('lab_results_by_end').on(table.expiresAt)],
)

export const labProofs = pgTable(
  'lab_proofs',
  { guest: key().notNull(), name: text().notNull(), at: doublePrecision().notNull() },
  (table) => [primaryKey({ columns: [table.guest, table.name] }), index('lab_proofs_by_time').on(table.at)],
)

/** Append-only: triggers refuse an update, and a deletion before `keptUntil`. No foreign key: the trail outlives the account. */
export const auditEvents = pgTable(
  'audit_event',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: doublePrecision().notNull(),
    event: text().$type<AuditEvent>().notNull(),
    accountId: key('account_id'),
    sessionId: key('session_id'),
    address: text(),
    requestId: text('request_id'),
    generation: integer(),
    code: text(),
    count: integer().notNull(),
    keptUntil: doublePrecision('kept_until').notNull(),
  },
  (table) => [
    index('audit_by_account').on(table.accountId, table.at, table.id),
    index('audit_by_end').on(table.keptUntil),
  ],
)
