import type { Denylist } from '../../lib/auth/ports.ts'
import { ANSWER_TIMEOUT, type Postgres } from './open.ts'
import { canHold } from './text.ts'

export type Find = (keys: readonly string[]) => Promise<string | null>

/**
 * The first of `keys` that is a member, by primary key, all in one round trip. Store and denylist share one: a question (the very
 * array) that timed out for the denylist is not waited for again when the store is asked instead.
 */
export function createFind({ pool }: Postgres): Find {
  const unanswered = new WeakSet<readonly string[]>()

  return async (keys) => {
    const asked = keys.filter(canHold)
    if (asked.length === 0) return null
    if (unanswered.has(keys)) throw new Error('Postgres has just not answered this')
    const started = performance.now()
    const { rows } = await pool
      .query<{ key: string }>({
        name: 'denied',
        text: 'select key from denials where key = any($1::text[])',
        values: [asked],
      })
      .catch((error: unknown) => {
        // Refused at once or cut, it may be asked again at once: the next connection may be better.
        if (performance.now() - started > ANSWER_TIMEOUT / 2) unanswered.add(keys)
        throw error
      })
    return keys.find((key) => rows.some((one) => one.key === key)) ?? null
  }
}

/** The denylist in the database itself: a primary-key lookup, and every denial is in force when its logout commits. */
export function createPostgresDenylist({ pool }: Postgres, find: Find): Denylist {
  return {
    driver: 'postgres',
    find,
    async deny(entries) {
      if (entries.length === 0) return
      await pool.query({
        name: 'deny',
        // An entry that the logout's own transaction wrote is left alone: no row is locked, nothing to flush.
        text: `insert into denials (key, until, pending)
          select key, max(until), false from unnest($1::text[], $2::float8[]) as given(key, until)
          where not exists (select from denials where denials.key = given.key and denials.until >= given.until)
          group by key order by key collate "C"
          on conflict (key) do update set until = excluded.until where excluded.until > denials.until`,
        values: [entries.map(({ key }) => key), entries.map(({ until }) => until)],
      })
    },
  }
}
