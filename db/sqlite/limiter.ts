import { getTableName } from 'drizzle-orm'
import { RateLimiterRes, RateLimiterSQLite } from 'rate-limiter-flexible'
import type { Limit, Limiter } from '../../lib/server/ports.ts'
import type { Sqlite } from './open.ts'
import { limits } from './schema.ts'

export function createSqliteLimiter({ client }: Sqlite, { name, points, duration }: Limit & { name: string }): Limiter {
  const limiter = new RateLimiterSQLite({
    storeClient: client,
    storeType: 'better-sqlite3',
    tableName: getTableName(limits),
    tableCreated: true,
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
