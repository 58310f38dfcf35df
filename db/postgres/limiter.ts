import { getTableName } from 'drizzle-orm'
import { RateLimiterPostgres } from 'rate-limiter-flexible'
import type { Limit, Limiter } from '../../lib/server/ports.ts'
import { asLimiter } from '../limiter.ts'
import type { Postgres } from './open.ts'
import { limits } from './schema.ts'

export function createPostgresLimiter(
  { pool }: Postgres,
  { name, points, duration }: Limit & { name: string },
): Limiter {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: getTableName(limits),
    tableCreated: true,
    // `prune` does it, in batches.
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points,
    duration,
  })
  return asLimiter(limiter)
}
