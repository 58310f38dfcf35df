import { join } from 'node:path'
import { type AuthStore, type Clock, importPeppers, importSigningKeys } from '../../auth/index.ts'
import { openTestAuth, type TestClock } from '../../auth/testing.ts'
import { type Faults, withFaults } from './fault-points.ts'

/** Where an engine keeps everything: what one process leaves, the next one finds here. */
export interface Place {
  /** The checkout, or a copy of its migrations as they once were. */
  root: string
  database: string
  /** Null: the denylist is the database's own. */
  redis: string | null
  /** Base64url. */
  signingSecret: string
  pepper: string
}

export type Engine = Awaited<ReturnType<typeof openEngine>>

const PREFIX = 'crash'
const bytes = (secret: string) => Uint8Array.from(Buffer.from(secret, 'base64url'))

/** The engine on real drivers, as a process opens it at its start. With `faults`, its ports are watched. */
export async function openEngine(place: Place, clock: TestClock, faults?: Faults) {
  const watched = <Port extends object>(name: string, port: Port) => (faults ? withFaults(name, port, faults) : port)
  const database = await openDatabase(place, clock)
  const remote = place.redis === null ? null : await openRemote(place.redis, database.store, faults)
  const deferred: Promise<void>[] = []
  const engine = await openTestAuth(
    {
      keys: await importSigningKeys([bytes(place.signingSecret)]),
      peppers: importPeppers([bytes(place.pepper)]),
      store: watched('store', database.store),
      denylist: watched('denylist', remote ?? database.denylist),
      defer: (work) => void deferred.push(work()),
    },
    clock,
  )
  const { auth, deps } = engine
  return {
    auth,
    deps,
    store: deps.store,
    denylist: deps.denylist,
    strategies: deps.strategies,
    async close() {
      await Promise.all(deferred)
      await remote?.close()
      await database.close()
    },
  }
}

/** As `db/open.ts` does it, but loads no other driver: a child lives for a moment, and there are a thousand. */
async function openDatabase({ database, redis, root }: Place, now: Clock) {
  const options = { now, outbox: redis !== null, root }
  if (!database.startsWith('file:')) return (await import('../../../db/open.ts')).openDatabase(database, options)
  const { migrateSqlite, openSqlite } = await import('../../../db/sqlite/open.ts')
  const { createSqliteAuthStore } = await import('../../../db/sqlite/auth-store.ts')
  const { createSqliteDenylist } = await import('../../../db/sqlite/denylist.ts')
  const sqlite = openSqlite(database.slice('file:'.length))
  migrateSqlite(sqlite, join(root, 'db/sqlite/migrations'))
  return {
    store: createSqliteAuthStore(sqlite, options),
    denylist: createSqliteDenylist(sqlite),
    close: async () => sqlite.close(),
  }
}

/** Trusted, or it throws: a check that falls back to the database would hide what Redis does not know. */
async function openRemote(url: string, store: AuthStore, faults?: Faults) {
  const { openRedis } = await import('../../../db/denylist/redis-client.ts')
  const { createRedisDenylist } = await import('../../../db/denylist/redis-denylist.ts')
  const commands = await openRedis(url)
  const denylist = createRedisDenylist({
    commands: {
      ...commands,
      async evalsha(sha, keys, args) {
        faults?.pass(`before redis ${args[0]}`)
        const answer = await commands.evalsha(sha, keys, args)
        faults?.pass(`after redis ${args[0]}`)
        return answer
      },
    },
    listDenials: (page) => store.listDenials(page),
    report: () => {},
    prefix: PREFIX,
    replica: false,
  })
  if (!(await denylist.ready())) throw new Error('Redis is not trusted')
  return denylist
}
