import { getTableName } from 'drizzle-orm'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Limit, Limiter } from '../../lib/server/ports.ts'
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
  return {
    async take(key) {
      try {
        await limiter.consume(key)
        return { allowed: true }
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        return { allowed: false, retryAfter: Math.ceil(refusal.msBeforeNext / 1000) }
      }
    },
    async giveBack(key) {
      await limiter.reward(key)
    },
  }
}
