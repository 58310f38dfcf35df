import { inArray, sql } from 'drizzle-orm'
import type { Denylist } from '../../lib/auth/ports.ts'
import type { Sqlite } from './open.ts'
import { denials } from './schema.ts'

/** Keys of one check: token, session, version (`keysOf`). Prepared for that many; a longer question is asked in parts. */
const KEYS = 3

/** The first of `keys` that is a member, by primary key. */
export function prepareFind({ orm }: Sqlite): (keys: readonly string[]) => string | null {
  const names = Array.from({ length: KEYS }, (_, i) => `key${i}`)
  const members = orm
    .select({ key: denials.key })
    .from(denials)
    .where(
      inArray(
        denials.key,
        names.map((name) => sql.placeholder(name)),
      ),
    )
    .prepare()

  return (keys) => {
    for (let i = 0; i < keys.length; i += KEYS) {
      const part = keys.slice(i, i + KEYS)
      const found = members.all(Object.fromEntries(names.map((name, j) => [name, part[j] ?? part[0]])))
      if (found.length > 0) return part.find((key) => found.some((one) => one.key === key)) ?? null
    }
    return null
  }
}

/** The denylist in the database's own file: a primary-key lookup, and every denial is in force when its logout commits. */
export function createSqliteDenylist(sqlite: Sqlite): Denylist {
  const { orm } = sqlite
  const find = prepareFind(sqlite)
  return {
    driver: 'sqlite',
    find: async (keys) => find(keys),
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
