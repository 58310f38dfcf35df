import { sql } from 'drizzle-orm'
import type { Denylist } from '../../lib/auth/ports.ts'
import type { Sqlite } from './open.ts'
import { denials } from './schema.ts'

/** Keys of one check: token, session, version, era (`keysOf`). Prepared for that many; a longer question is asked in parts. */
const KEYS = 4

/** The first of `keys` that is a member, by primary key. Without drizzle, which takes longer than the lookup: every request asks. */
export function prepareFind({ client }: Sqlite): (keys: readonly string[]) => string | null {
  const one = 'select key from denials where key = ?'
  // `in` builds a table of what it is asked, each time. Rows come in the order of the question.
  const members = client.prepare<string[], string>(Array(KEYS).fill(one).join(' union all ')).pluck()
  return (keys) => {
    for (let i = 0; i < keys.length; i += KEYS) {
      const [first = '', second = first, third = first, fourth = first] = keys.slice(i, i + KEYS)
      const found = members.get(first, second, third, fourth)
      if (found !== undefined) return found
    }
    return null
  }
}

/** The denylist in the database's own file: a primary-key lookup, and every denial is in force when its logout commits. */
export function createSqliteDenylist(sqlite: Sqlite): Denylist {
  const { orm, immediate } = sqlite
  const find = prepareFind(sqlite)
  const add = orm
    .insert(denials)
    .values({ key: sql.placeholder('key'), until: sql.placeholder('until'), pending: false })
    .onConflictDoUpdate({
      target: denials.key,
      set: { until: sql`excluded.until` },
      // An entry that the logout's own transaction wrote is left alone: no page changes, nothing to flush.
      setWhere: sql`excluded.until > ${denials.until}`,
    })
    .prepare()
  return {
    driver: 'sqlite',
    find: async (keys) => find(keys),
    async deny(entries) {
      if (entries.length === 0) return
      immediate(() => {
        for (const entry of entries) add.run({ ...entry })
      })
    },
  }
}
