import { type Clock, ENDED_KEPT } from '../../lib/auth/ports.ts'
import type { Postgres } from './open.ts'

/** Small batches by index, past whatever somebody else holds: a request never waits for a scan, and two processes share the work. */
export function createPrune({ pool }: Postgres, now: Clock): (limit: number) => Promise<number> {
  return async (limit) => {
    const ended = now() - ENDED_KEPT
    const batches = [
      { table: 'denials', id: 'key', due: 'until <= $2', times: [now()] },
      {
        table: 'sessions',
        id: 'id',
        due: '(revoked_at <= $2 or expires_at <= $2) and access_until <= $3',
        times: [ended, now()],
      },
      { table: 'limits', id: 'key', due: 'expire <= $2', times: [Math.floor(now() * 1000)] },
      // By the database's clock too, which its trigger goes by: a process whose own is ahead deletes nothing early.
      {
        table: 'audit_event',
        id: 'id',
        due: 'kept_until <= least($2, extract(epoch from clock_timestamp()))',
        times: [now()],
      },
    ]
    let left = limit
    for (const { table, id, due, times } of batches) {
      if (left === 0) break
      const { rowCount } = await pool.query({
        name: `prune ${table}`,
        text: `with due as materialized (select ${id} from ${table} where ${due} limit $1 for update skip locked)
          delete from ${table} using due where ${table}.${id} = due.${id}`,
        values: [left, ...times],
      })
      left -= rowCount ?? 0
    }
    return limit - left
  }
}
