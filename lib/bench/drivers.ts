import { join } from 'node:path'
import { createSqliteAuthStore } from '../../db/sqlite/auth-store.ts'
import { createSqliteDenylist } from '../../db/sqlite/denylist.ts'
import { migrateSqlite, openSqlite, type Sqlite } from '../../db/sqlite/open.ts'
import { type AuthStore, type Clock, createMemoryDenylist, createMemoryStore, type Denylist } from '../auth/index.ts'

export interface Drivers {
  store: AuthStore
  denylist: Denylist
  /** What the denylist's entries take, in memory or on disk. */
  bytes(): number
  close(): void
}

/** A row for each driver in the tables that compare drivers. `folder` is temporary, `name` unlike any other in it. */
export const drivers: Record<string, (now: Clock, folder: string, name: string) => Drivers> = {
  memory: (now) => ({
    store: createMemoryStore(now),
    denylist: createMemoryDenylist(now),
    bytes: heapUsed,
    close: () => {},
  }),
  SQLite: (now, folder, name) => {
    const sqlite = openBenchSqlite(folder, name)
    const bytes = () => Number(sqlite.client.pragma('page_count', { simple: true })) * PAGE
    const close = () => sqlite.close()
    return {
      store: createSqliteAuthStore(sqlite, { now, outbox: false }),
      denylist: createSqliteDenylist(sqlite),
      bytes,
      close,
    }
  },
}

const PAGE = 4096

/** As the product opens it: WAL, FULL. */
export function openBenchSqlite(folder: string, name: string): Sqlite {
  const sqlite = openSqlite(join(folder, `${name}.db`))
  migrateSqlite(sqlite, join(import.meta.dirname, '../../db/sqlite/migrations'))
  return sqlite
}

function heapUsed(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
