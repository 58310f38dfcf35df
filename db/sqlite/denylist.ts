import { inArray, sql } from 'drizzle-orm'
import type { Denylist } from '../../lib/auth/ports.ts'
import type { Sqlite } from './open.ts'
import { denials } from './schema.ts'

/** Keys of one check: token, session, version (`keysOf`). */
const KEYS = 3

/** The denylist in the database's own file: a primary-key lookup, and every denial is in force when its logout commits. */
export function createSqliteDenylist({ orm }: Sqlite): Denylist {
  const placeholders = Array.from({ length: KEYS }, (_, i) => sql.placeholder(`key${i}`))
  const find = orm
    .select({ key: denials.key })
    .from(denials)
    .where(inArray(denials.key, placeholders))
    .limit(1)
    .prepare()

  return {
    driver: 'sqlite',
    async find(keys) {
      for (let i = 0; i < keys.length; i += KEYS) {
        const found = find.get({ key0: keys[i], key1: keys[i + 1] ?? keys[i], key2: keys[i + 2] ?? keys[i] })
        if (found) return found.key
      }
      return null
    },
    async deny(entries) {
      if (entries.length === 0) return
      orm
        .insert(denials)
        .values(entries.map((entry) => ({ ...entry, pending: false })))
        .onConflictDoUpdate({
          target: denials.key,
          set: { until: sql`excluded.until` },
          // An entry that the logout's own transaction wrote is left alone: no page changes, nothing to flush.
          setWhere: sql`excluded.until > ${denials.until}`,
        })
        .run()
    },
  }
}
