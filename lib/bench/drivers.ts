import { join } from 'node:path'
import { openRedis } from '../../db/denylist/redis-client.ts'
import { createRedisDenylist, type RedisDenylist } from '../../db/denylist/redis-denylist.ts'
import { createSqliteAuthStore } from '../../db/sqlite/auth-store.ts'
import { createSqliteDenylist } from '../../db/sqlite/denylist.ts'
import { migrateSqlite, openSqlite, type Sqlite } from '../../db/sqlite/open.ts'
import { type RunningRedis, startRedis } from '../../db/testing/redis.ts'
import { type AuthStore, type Clock, createMemoryDenylist, createMemoryStore, type Denylist } from '../auth/index.ts'

export interface Drivers {
  /** Checks leave this process: what a lookup costs is the round trip, and no target is set. */
  remote: boolean
  store: AuthStore
  denylist: Denylist
  /** What the denylist's entries take, in memory or on disk. */
  bytes(): number
  close(): Promise<void> | void
}

/** A row for each driver in the tables that compare drivers. `folder` is temporary, `name` unlike any other in it. */
export const drivers: Record<string, (now: Clock, folder: string, name: string) => Promise<Drivers> | Drivers> = {
  memory: (now) => ({
    remote: false,
    store: createMemoryStore(now),
    denylist: createMemoryDenylist(now),
    bytes: heapUsed,
    close: () => {},
  }),
  SQLite: (now, folder, name) => {
    const sqlite = openBenchSqlite(folder, name)
    const bytes = () => Number(sqlite.client.pragma('page_count', { simple: true })) * PAGE
    const close = () => sqlite.close()
    return {
      remote: false,
      store: createSqliteAuthStore(sqlite, { now, outbox: false }),
      denylist: createSqliteDenylist(sqlite),
      bytes,
      close,
    }
  },
  Redis: (now, folder, name) => openBenchRedis(now, openBenchSqlite(folder, `redis-${name}`), false),
  'Redis, leased copy': (now, folder, name) => openBenchRedis(now, openBenchSqlite(folder, `leased-${name}`), true),
}

export const PAGE = 4096

/** As the product opens it: WAL, FULL. */
export function openBenchSqlite(folder: string, name: string): Sqlite {
  const sqlite = openSqlite(join(folder, `${name}.db`))
  migrateSqlite(sqlite, join(import.meta.dirname, '../../db/sqlite/migrations'))
  return sqlite
}

/** A Redis of its own, on this machine: the network would have to be added. Denials are in a database too, from which it is filled. */
async function openBenchRedis(now: Clock, sqlite: Sqlite, replica: boolean): Promise<Drivers> {
  const redis = await startRedis()
  const database = createSqliteAuthStore(sqlite, { now, outbox: true })
  const denials = createSqliteDenylist(sqlite)
  const denylist = await openBenchDenylist(redis.url, database, replica)
  await untilReady(denylist)
  let resident = 0
  let count = 0
  return {
    remote: !replica,
    store: createMemoryStore(now),
    denylist: {
      ...denylist,
      async deny(entries) {
        await denials.deny(entries)
        await denylist.deny(entries)
        await untilReady(denylist)
        count += entries.length
        if (replica && denylist.state().entries !== count) throw new Error('The copy is not whole')
        if (!replica) resident = await usedBy(redis)
      },
    },
    bytes: replica ? heapUsed : () => resident,
    async close() {
      await denylist.close()
      await redis.stop()
      sqlite.close()
    },
  }
}

export async function openBenchDenylist(url: string, store: Pick<AuthStore, 'listDenials'>, replica: boolean) {
  return createRedisDenylist({
    commands: await openRedis(url, { deadline: 5000 }),
    listDenials: (page) => store.listDenials(page),
    report: () => {},
    prefix: 'bench',
    replica,
  })
}

/** Redis is trusted, and the copy, where there is one, has its lease. */
export async function untilReady(denylist: RedisDenylist): Promise<RedisDenylist> {
  while (!((await denylist.ready()) && denylist.state().lease !== false))
    await new Promise((done) => setTimeout(done, 5))
  return denylist
}

/** Bytes. */
export async function usedBy(redis: RunningRedis): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(String(await redis.command('INFO', 'memory')))![1])
}

export function heapUsed(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
