import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AuthStore, Clock, Denylist } from '../lib/auth/ports.ts'
import type { LabStore } from '../lib/lab/ports.ts'
import type { Limit, Limiter } from '../lib/server/ports.ts'
import { createSqliteAuthStore } from './sqlite/auth-store.ts'
import { createSqliteDenylist } from './sqlite/denylist.ts'
import { createSqliteLabStore } from './sqlite/lab-store.ts'
import { createSqliteLimiter } from './sqlite/limiter.ts'
import { migrateSqlite, openSqlite } from './sqlite/open.ts'

export interface Database {
  readonly driver: 'sqlite'
  readonly store: AuthStore
  /** The database's own denylist: in force when the logout commits. */
  readonly denylist: Denylist
  /** What the sandbox keeps. */
  readonly lab: LabStore
  openLimiter(limit: Limit & { name: string }): Limiter
  close(): void
}

/** Opens, migrates, prepares. The URL's scheme picks the driver. `outbox`: denials are published to a denylist elsewhere. */
export function openDatabase(url: string, options: { now: Clock; outbox: boolean; root: string }): Database {
  const path = sqlitePath(url, options.root)
  if (path === null) throw new TypeError('DATABASE_URL must start with file:')
  const sqlite = openSqlite(path)
  migrateSqlite(sqlite, join(options.root, 'db/sqlite/migrations'))
  return {
    driver: 'sqlite',
    store: createSqliteAuthStore(sqlite, options),
    denylist: createSqliteDenylist(sqlite),
    lab: createSqliteLabStore(sqlite),
    openLimiter: (limit) => createSqliteLimiter(sqlite, limit),
    close: () => sqlite.close(),
  }
}

/** `file:./data/app.db` is relative to the checkout, `file:/var/lib/app.db` and `file:///…` are absolute. Null: another scheme. */
export function sqlitePath(url: string, root: string): string | null {
  if (!url.startsWith('file:')) return null
  if (url.startsWith('file://')) return fileURLToPath(url)
  const path = url.slice('file:'.length)
  return path.startsWith('/') ? path : join(root, path)
}
