import type { Pool, PoolClient } from 'pg'

/**
 * Runs `work` in a transaction of its own connection. A transaction that failed costs that connection: closing it rolls back
 * whatever state it is in, also when it no longer answers. Where the commit's answer is lost, this throws: unknown is not done.
 */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  // Between two queries nobody else listens, and the next query fails anyway.
  client.on('error', ignore)
  let done = false
  try {
    await client.query('begin isolation level read committed')
    const result = await work(client)
    await client.query('commit')
    done = true
    return result
  } finally {
    client.release(!done)
    client.removeListener('error', ignore)
  }
}

/** serialization_failure, deadlock_detected: Postgres has undone it for certain, so that it may be tried again. */
export function isConflict(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } }
  return [code, cause?.code].some((one) => one === '40001' || one === '40P01')
}

function ignore(): void {}
