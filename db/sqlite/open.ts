import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'

export interface Sqlite {
  readonly client: Database.Database
  readonly orm: BetterSQLite3Database
  /** One transaction that takes the write lock before its first read: no upgrade that another process could refuse. */
  immediate<Result>(work: () => Result): Result
  close(): void
}

/** Milliseconds to wait for another process's transaction before SQLITE_BUSY. Waiting blocks this process: no longer than it must. */
const BUSY_TIMEOUT = 2_000
/** Milliseconds that a first start may wait for another process's migration. */
const MIGRATION_TIMEOUT = 30_000

/** Opens the file and creates it where there is none. `path` may be ":memory:". */
export function openSqlite(path: string): Sqlite {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const client = new Database(path, { timeout: BUSY_TIMEOUT })
  retryWhileBusy(() => client.pragma('journal_mode = WAL'))
  // FULL: a logout that was answered survives a power cut. NORMAL may lose the last commits of a WAL file.
  client.pragma('synchronous = FULL')
  client.pragma('foreign_keys = ON')
  // Made once: its making costs as much as a statement.
  const transaction = client.transaction((work: () => unknown) => work())
  return {
    client,
    orm: drizzle({ client }),
    immediate: <Result>(work: () => Result) => transaction.immediate(work) as Result,
    close: () => client.close(),
  }
}

/** Brings the schema up to date. Several processes may start at once: the others wait for the first. */
export function migrateSqlite({ orm }: Sqlite, folder: string): void {
  retryWhileBusy(() => migrate(orm, { migrationsFolder: folder }))
}

/**
 * drizzle's migrator begins a deferred transaction, which is refused at once when another process writes; and it reads what is
 * done before it begins, so that it may find the tables of a process that was faster. Its next look sees them.
 */
function retryWhileBusy(act: () => unknown): void {
  const deadline = Date.now() + MIGRATION_TIMEOUT
  for (;;) {
    try {
      act()
      return
    } catch (error) {
      if (!isRace(error) || Date.now() > deadline) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
    }
  }
}

function isRace(error: unknown): boolean {
  const { code = '', message = '', cause } = error as { code?: string; message?: string; cause?: unknown }
  if (code.startsWith('SQLITE_BUSY') || / already exists$/.test(message)) return true
  return cause !== undefined && isRace(cause)
}
