import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createSqliteAuthStore } from '../../db/sqlite/auth-store.ts'
import { startRedis } from '../../db/testing/redis.ts'
import { heapUsed, openBenchDenylist, openBenchSqlite, untilReady, usedBy } from './drivers.ts'
import { now } from './engine.ts'
import type { Row, Section } from './report.ts'

/** What a start costs when so many are logged out: filling an empty Redis, and the copy of a process that comes to a filled one. */
export async function benchSnapshot(folder: string, entries: number): Promise<Section> {
  const sqlite = openBenchSqlite(folder, 'snapshot')
  const insert = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
    insert into denials (key, until, pending) select 'sid:' || lower(hex(randomblob(16))), ?, 0 from n`
  sqlite.client.prepare(insert).run(entries, Math.ceil(now()) + 3600)
  const store = createSqliteAuthStore(sqlite, { now, outbox: false })
  const redis = await startRedis()
  const begin = (replica: boolean) => openBenchDenylist(redis.url, store, replica)

  const empty = await usedBy(redis)
  const filling = await timed(async () => untilReady(await begin(false)))
  const inRedis = ((await usedBy(redis)) - empty) / entries
  const before = heapUsed()
  const starting = await timed(async () => untilReady(await begin(true)))
  const inProcess = (heapUsed() - before) / entries
  for (const { value } of [filling, starting]) await value.close()
  await redis.stop()
  await sqlite.close()
  const row = (name: string, value: string, detail = ''): Row => ({
    name,
    value,
    limit: null,
    met: null,
    detail,
    samples: `${entries.toLocaleString('en')} entries, once`,
  })
  const seconds = ({ milliseconds, longest }: typeof filling, name: string) =>
    row(name, `${(milliseconds / 1000).toFixed(1)} s`, `the event loop stood for ${longest.toFixed(0)} ms at most`)
  return {
    title: `A start with ${entries.toLocaleString('en')} denied entries`,
    results: [
      seconds(filling, 'an empty Redis is filled from the database, until it is believed'),
      seconds(starting, 'a process takes its copy from the database, until it has its lease'),
      row('bytes of an entry in Redis', inRedis.toFixed(0)),
      row('bytes of an entry in the copy', inProcess.toFixed(0)),
    ],
    notes: [
      'Until then checks are answered all the same: by Redis where it is believed, by the database where it is not.',
    ],
  }
}

async function timed<Value>(work: () => Promise<Value>) {
  const loop = monitorEventLoopDelay({ resolution: 1 })
  const started = performance.now()
  loop.enable()
  const value = await work()
  loop.disable()
  return { value, milliseconds: performance.now() - started, longest: loop.max / 1e6 }
}
