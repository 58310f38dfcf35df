import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { Client, Pool } from 'pg'

export interface Postgres {
  readonly pool: Pool
  readonly orm: NodePgDatabase
  close(): Promise<void>
}

/** Connections of this process. Ten processes fill the 100 that a Postgres allows unless told. */
const CONNECTIONS = 10
/**
 * Milliseconds, to connect and to answer: less refuses people on a machine that is only busy. The server's own limit ends what this
 * process no longer waits for.
 */
export const ANSWER_TIMEOUT = 2_000
/** Milliseconds after which a process that was suspended within a transaction loses its locks. */
const IDLE_IN_TRANSACTION = 4_000
/** Milliseconds. Opening a connection costs ten times a query. */
const IDLE = 60_000
/** Milliseconds that a first start may wait for another process's migration. */
const MIGRATION_TIMEOUT = 30_000
/** Names the lock; any number that nobody else takes in this database. */
const MIGRATION_LOCK = 7_020_260_001

const common = (url: string) => ({ connectionString: url, application_name: 'logged-out', keepAlive: true })

/** Connects when first asked, and again after a connection broke. */
export function openPostgres(url: string): Postgres {
  const pool = new Pool({
    ...common(url),
    max: CONNECTIONS,
    connectionTimeoutMillis: ANSWER_TIMEOUT,
    query_timeout: ANSWER_TIMEOUT,
    statement_timeout: ANSWER_TIMEOUT,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION,
    idleTimeoutMillis: IDLE,
  })
  // An idle connection broke. Without a listener, a restart of Postgres would end this process.
  pool.on('error', () => {})
  return { pool, orm: drizzle({ client: pool }), close: () => pool.end() }
}

/** Brings the schema up to date, under a lock of the database: of several first starts, one migrates and the others wait. */
export async function migratePostgres(url: string, folder: string): Promise<void> {
  const client = new Client({
    ...common(url),
    connectionTimeoutMillis: MIGRATION_TIMEOUT,
    lock_timeout: MIGRATION_TIMEOUT,
  })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await migrate(drizzle({ client }), { migrationsFolder: folder })
  } finally {
    // The lock goes with its connection.
    await client.end()
  }
}
