import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AuthStore, Clock, Denylist } from '../lib/auth/ports.ts'
import type { LabStore } from '../lib/lab/ports.ts'
import type { AuditTrail, Limit, Limiter } from '../lib/server/ports.ts'
import type { AuditOptions } from './audit.ts'
import type { RedisDenylist } from './denylist/redis-denylist.ts'
import { createPostgresAuditTrail } from './postgres/audit.ts'
import { createPostgresAuthStore } from './postgres/auth-store.ts'
import { createFind, createPostgresDenylist } from './postgres/denylist.ts'
import { createPostgresLabStore } from './postgres/lab-store.ts'
import { createPostgresLimiter } from './postgres/limiter.ts'
import { migratePostgres, openPostgres } from './postgres/open.ts'
import { createSqliteAuditTrail } from './sqlite/audit.ts'
import { createSqliteAuthStore } from './sqlite/auth-store.ts'
import { createSqliteDenylist } from './sqlite/denylist.ts'
import { createSqliteLabStore } from './sqlite/lab-store.ts'
import { createSqliteLimiter } from './sqlite/limiter.ts'
import { migrateSqlite, openSqlite } from './sqlite/open.ts'

export { openDenylist } from './denylist/open.ts'
export { BackupError, backUpSqlite } from './sqlite/backup.ts'
export type { RedisDenylist }

export interface Database {
  readonly driver: 'sqlite' | 'postgres'
  readonly store: AuthStore
  /** The same rows, of which the audit trail is told nothing: the sandbox's guests are nobody. */
  readonly untold: AuthStore
  readonly audit: AuditTrail
  /** The database's own denylist: in force when the logout commits. */
  readonly denylist: Denylist
  /** What the sandbox keeps. */
  readonly lab: LabStore
  openLimiter(limit: Limit & { name: string }): Limiter
  close(): Promise<void>
}

export interface DatabaseOptions {
  now: Clock
  /** Denials are published to a denylist elsewhere. */
  outbox: boolean
  audit?: AuditOptions
  /** The checkout, where relative paths and migrations are. */
  root: string
}

/** Opens, migrates, prepares. The URL's scheme picks the driver. Throws when the database cannot be reached or migrated. */
export async function openDatabase(url: string, options: DatabaseOptions): Promise<Database> {
  const path = sqlitePath(url, options.root)
  if (path !== null) return openSqliteDatabase(path, options)
  if (isPostgres(url)) return openPostgresDatabase(url, options)
  throw new TypeError('DATABASE_URL must start with file: or postgres://')
}

function openSqliteDatabase(path: string, options: DatabaseOptions): Database {
  const sqlite = openSqlite(path)
  migrateSqlite(sqlite, join(options.root, 'db/sqlite/migrations'))
  return {
    driver: 'sqlite',
    store: createSqliteAuthStore(sqlite, options),
    untold: createSqliteAuthStore(sqlite, { ...options, audit: null }),
    audit: createSqliteAuditTrail(sqlite, options.audit ?? {}),
    denylist: createSqliteDenylist(sqlite),
    lab: createSqliteLabStore(sqlite),
    openLimiter: (limit) => createSqliteLimiter(sqlite, limit),
    close: async () => sqlite.close(),
  }
}

async function openPostgresDatabase(url: string, options: DatabaseOptions): Promise<Database> {
  await migratePostgres(url, join(options.root, 'db/postgres/migrations'))
  const postgres = openPostgres(url)
  const find = createFind(postgres)
  return {
    driver: 'postgres',
    store: createPostgresAuthStore(postgres, { ...options, find }),
    untold: createPostgresAuthStore(postgres, { ...options, find, audit: null }),
    audit: createPostgresAuditTrail(postgres, options.audit ?? {}),
    denylist: createPostgresDenylist(postgres, find),
    lab: createPostgresLabStore(postgres),
    openLimiter: (limit) => createPostgresLimiter(postgres, limit),
    close: postgres.close,
  }
}

const isPostgres = (url: string) => /^postgres(ql)?:\/\//.test(url)

/** `file:./data/app.db` is relative to the checkout, `file:/var/lib/app.db` and `file:///…` are absolute. Null: another scheme. */
export function sqlitePath(url: string, root: string): string | null {
  if (!url.startsWith('file:')) return null
  if (url.startsWith('file://')) return fileURLToPath(url)
  const path = url.slice('file:'.length)
  return path.startsWith('/') ? path : join(root, path)
}
