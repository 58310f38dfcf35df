import { getTableName } from 'drizzle-orm'
import { RateLimiterSQLite } from 'rate-limiter-flexible'
import type { Limit, Limiter } from '../../lib/server/ports.ts'
import { asLimiter } from '../limiter.ts'
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
  return asLimiter(limiter)
}
