import { join } from 'node:path'
import { openRedis } from '../../db/denylist/redis-client.ts'
import { createRedisDenylist } from '../../db/denylist/redis-denylist.ts'
import { createSqliteAuthStore } from '../../db/sqlite/auth-store.ts'
import { createSqliteDenylist } from '../../db/sqlite/denylist.ts'
import { migrateSqlite, openSqlite, type Sqlite } from '../../db/sqlite/open.ts'
import { type RunningRedis, startRedis } from '../../db/testing/redis.ts'
import { type AuthStore, type Clock, createMemoryDenylist, createMemoryStore, type Denylist } from '../auth/index.ts'

export interface Drivers {
  store: AuthStore
  denylist: Denylist
  /** What the denylist's entries take, in memory or on disk. */
  bytes(): number
  close(): Promise<void> | void
}

/** A row for each driver in the tables that compare drivers. `folder` is temporary, `name` unlike any other in it. */
export const drivers: Record<string, (now: Clock, folder: string, name: string) => Promise<Drivers> | Drivers> = {
  memory: (now) => ({
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
      store: createSqliteAuthStore(sqlite, { now, outbox: false }),
      denylist: createSqliteDenylist(sqlite),
      bytes,
      close,
    }
  },
  Redis: (now) => openBenchRedis(now, false),
  'Redis, leased copy': (now) => openBenchRedis(now, true),
}

const PAGE = 4096

/** As the product opens it: WAL, FULL. */
export function openBenchSqlite(folder: string, name: string): Sqlite {
  const sqlite = openSqlite(join(folder, `${name}.db`))
  migrateSqlite(sqlite, join(import.meta.dirname, '../../db/sqlite/migrations'))
  return sqlite
}

/** A Redis of its own, on this machine: the network would have to be added. */
async function openBenchRedis(now: Clock, replica: boolean): Promise<Drivers> {
  const redis = await startRedis()
  const denylist = createRedisDenylist({
    commands: await openRedis(redis.url, { deadline: 5000 }),
    listDenials: async () => [],
    report: () => {},
    prefix: 'bench',
    replica,
  })
  while (!((await denylist.ready()) && denylist.state().lease !== false))
    await new Promise((done) => setTimeout(done, 50))
  let resident = 0
  const memory = async () => {
    resident = await usedBy(redis)
  }
  return {
    store: createMemoryStore(now),
    denylist: {
      ...denylist,
      async deny(denials) {
        await denylist.deny(denials)
        if (!replica) await memory()
      },
    },
    bytes: replica ? heapUsed : () => resident,
    async close() {
      await denylist.close()
      await redis.stop()
    },
  }
}

/** Bytes. */
export async function usedBy(redis: RunningRedis): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(String(await redis.command('INFO', 'memory')))![1])
}

export function heapUsed(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
