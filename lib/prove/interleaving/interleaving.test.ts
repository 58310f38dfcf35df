import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createSqliteAuthStore } from '../../../db/sqlite/auth-store.ts'
import { createSqliteDenylist } from '../../../db/sqlite/denylist.ts'
import { migrateSqlite, openSqlite } from '../../../db/sqlite/open.ts'
import { openTestDatabase, root } from '../../../db/testing/open.ts'
import { createMemoryDenylist, createMemoryStore } from '../../auth/index.ts'
import { createTestClock } from '../../auth/testing.ts'
import { isWhole } from '../scale.ts'
import { tally } from '../tally.ts'
import { type Found, pairs, searchOrders, triples } from './search.ts'

const strategies = ['combined', 'rotation'] as const
const counts = { operations: 0, schedules: 0, steps: 0, 'with two transactions at once': 0, violations: 0 }
afterAll(() => tally('interleavings', counts))

/** Minutes, for the whole of it. */
const PATIENCE = 10 * 60_000

function count({ schedules, steps, violations }: Found, operations: number): void {
  counts.operations = Math.max(counts.operations, operations)
  counts.schedules += schedules
  counts.steps += steps
  counts.violations += violations.length
  expect(violations.slice(0, 3), `${violations.length} violations`).toEqual([])
}

const memory = (clock: () => number) => (instances: number) => {
  const ground = { store: createMemoryStore(clock), denylist: createMemoryDenylist(clock) }
  return Array(instances).fill(ground)
}

describe.each(strategies)('%s: in every order of the steps of', (strategy) => {
  describe('two operations at once: what is revoked stays refused, who is honest stays in, every receipt is true', () => {
    test.each(pairs)('%s and %s, in memory', async (...pair) => {
      const clock = createTestClock()
      count(await searchOrders(pair, strategy, memory(clock), { clock }), 2)
    })

    test('each pair, in SQLite', { timeout: PATIENCE }, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'orders-'))
      const clock = createTestClock()
      const instances = [0, 1].map(() => {
        const sqlite = openSqlite(join(folder, 'app.db'))
        // No power is cut here.
        sqlite.client.pragma('synchronous = OFF')
        migrateSqlite(sqlite, join(root, 'db/sqlite/migrations'))
        const store = createSqliteAuthStore(sqlite, { now: clock, outbox: false })
        return { sqlite, store, denylist: createSqliteDenylist(sqlite) }
      })
      for (const pair of pairs) count(await searchOrders(pair, strategy, () => instances, { clock }), 2)
      for (const { sqlite } of instances) sqlite.close()
      rmSync(folder, { recursive: true, force: true })
    })
  })

  test.runIf(isWhole)('three operations at once, in memory', { timeout: PATIENCE }, async () => {
    for (const triple of triples) {
      const clock = createTestClock()
      count(await searchOrders(triple, strategy, memory(clock), { clock }), 3)
    }
  })
})

describe('Postgres: every order of the steps of two operations of two instances, each point also with both transactions at once', () => {
  const database = openTestDatabase()

  test.each(strategies)('%s', { timeout: PATIENCE }, async (strategy) => {
    const clock = createTestClock()
    const instances = [await database.open(clock), await database.open(clock, { keep: true })]
    const some = isWhole ? pairs : pairs.filter((_, index) => index % 7 === 3)
    for (const pair of some) {
      const found = await searchOrders(pair, strategy, () => instances, { clock, together: true })
      count(found, 2)
      counts['with two transactions at once'] += found.schedules
    }
    await database.close()
  })
})
