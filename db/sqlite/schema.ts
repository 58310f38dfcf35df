import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { ActivityKind, EndReason, Strategy } from '../../lib/auth/ports.ts'
import type { KeptToken, NewLabEvent, ResultView, RunRow } from '../../lib/lab/ports.ts'
import type { AuditEvent } from '../../lib/server/ports.ts'

/** Times are seconds since the epoch with a fraction, hence REAL. */
export const accounts = sqliteTable('accounts', {
  id: text().primaryKey(),
  email: text().notNull().unique(),
  passwordHash: text('password_hash').notNull(),
  version: integer().notNull(),
  createdAt: real('created_at').notNull(),
  resetHash: text('reset_hash'),
  resetUntil: real('reset_until'),
})

/** One row for each time that everything was revoked; the last one is the era of every account. */
export const eras = sqliteTable('eras', { era: integer().primaryKey(), beganAt: real('began_at').notNull() })

/** One row per login, however often it rotates. No column that a rotation changes is indexed. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    openedVersion: integer('opened_version').notNull(),
    strategy: text().$type<Strategy>().notNull(),
    device: text().notNull(),
    generation: integer().notNull(),
    currentHash: text('current_hash'),
    nonce: text(),
    rotatedAt: real('rotated_at').notNull(),
    usedAt: real('used_at'),
    rotatedBy: text('rotated_by'),
    shadowedGeneration: integer('shadowed_generation'),
    accessUntil: real('access_until').notNull(),
    createdAt: real('created_at').notNull(),
    lastSeenAt: real('last_seen_at').notNull(),
    authenticatedAt: real('authenticated_at').notNull(),
    idleExpiresAt: real('idle_expires_at').notNull(),
    expiresAt: real('expires_at').notNull(),
    revokedAt: real('revoked_at'),
    revokedReason: text('revoked_reason').$type<EndReason>(),
  },
  (table) => [
    index('sessions_by_account').on(table.accountId, table.createdAt),
    index('sessions_by_end').on(table.expiresAt),
    index('sessions_by_revocation').on(table.revokedAt).where(sql`${table.revokedAt} is not null`),
  ],
)

/** Every denial in force: the denylist itself where it is embedded, its outbox and its source where it is not. */
export const denials = sqliteTable(
  'denials',
  {
    key: text().primaryKey(),
    until: integer().notNull(),
    pending: integer({ mode: 'boolean' }).notNull(),
  },
  (table) => [
    index('denials_by_end').on(table.until),
    index('denials_pending').on(table.key).where(sql`${table.pending} = 1`),
  ],
)

export const activity = sqliteTable(
  'activity',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    sessionId: text('session_id'),
    kind: text().$type<ActivityKind>().notNull(),
    at: real().notNull(),
    generation: integer(),
    reason: text().$type<EndReason>(),
  },
  (table) => [index('activity_by_account').on(table.accountId, table.kind)],
)

/** rate-limiter-flexible's own shape: `expire` in milliseconds. */
export const limits = sqliteTable(
  'limits',
  {
    key: text().primaryKey(),
    points: integer().notNull().default(0),
    expire: integer(),
  },
  (table) => [index('limits_by_end').on(table.expire)],
)

/** The sandbox: one row per run; its account and sessions are in the tables above. */
export const labRuns = sqliteTable(
  'lab_runs',
  {
    id: text().primaryKey(),
    guest: text().notNull(),
    accountId: text('account_id').notNull(),
    settings: text({ mode: 'json' }).$type<RunRow['settings']>().notNull(),
    guess: text({ mode: 'json' }).$type<RunRow['guess']>(),
    verdict: text().$type<RunRow['verdict']>(),
    phase: text().$type<RunRow['phase']>().notNull(),
    sessions: text({ mode: 'json' }).$type<RunRow['sessions']>().notNull(),
    passwords: integer().notNull(),
    startedAt: real('started_at').notNull(),
    seenAt: real('seen_at').notNull(),
  },
  (table) => [
    index('lab_runs_by_guest').on(table.guest, table.startedAt),
    index('lab_runs_by_start').on(table.startedAt),
  ],
)

const ofRun = () =>
  text('run_id')
    .notNull()
    .references(() => labRuns.id, { onDelete: 'cascade' })

export const labEvents = sqliteTable(
  'lab_events',
  {
    runId: ofRun(),
    seq: integer().notNull(),
    body: text({ mode: 'json' }).$type<NewLabEvent>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.seq] })],
)

export const labTokens = sqliteTable(
  'lab_tokens',
  {
    runId: ofRun(),
    session: integer().notNull(),
    name: text().notNull(),
    kind: text().$type<KeptToken['kind']>().notNull(),
    text: text().notNull(),
    issuedAt: real('issued_at').notNull(),
    expiresAt: real('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.session, table.name] })],
)

export const labResults = sqliteTable(
  'lab_results',
  {
    id: text().primaryKey(),
    body: text({ mode: 'json' }).$type<ResultView>().notNull(),
    expiresAt: real('expires_at').notNull(),
  },
  (table) => [index('lab_results_by_end').on(table.expiresAt)],
)

export const labProofs = sqliteTable(
  'lab_proofs',
  { guest: text().notNull(), name: text().notNull(), at: real().notNull() },
  (table) => [primaryKey({ columns: [table.guest, table.name] }), index('lab_proofs_by_time').on(table.at)],
)

/** Append-only: triggers refuse an update, and a deletion before `keptUntil`. No foreign key: the trail outlives the account. */
export const auditEvents = sqliteTable(
  'audit_event',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    at: real().notNull(),
    event: text().$type<AuditEvent>().notNull(),
    accountId: text('account_id'),
    sessionId: text('session_id'),
    address: text(),
    requestId: text('request_id'),
    generation: integer(),
    code: text(),
    count: integer().notNull(),
    keptUntil: real('kept_until').notNull(),
  },
  (table) => [index('audit_by_account').on(table.accountId, table.at), index('audit_by_end').on(table.keptUntil)],
)
