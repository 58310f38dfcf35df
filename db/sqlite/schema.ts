import { sql } from 'drizzle-orm'
import { index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { ActivityKind, EndReason, Strategy } from '../../lib/auth/ports.ts'

/** Times are seconds since the epoch with a fraction, hence REAL. */
export const accounts = sqliteTable('accounts', {
  id: text().primaryKey(),
  email: text().notNull().unique(),
  passwordHash: text('password_hash').notNull(),
  version: integer().notNull(),
  createdAt: real('created_at').notNull(),
})

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
