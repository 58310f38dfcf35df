import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { emptyDatabase } from '../../../db/testing/postgres.ts'
import { isWhole, share } from '../scale.ts'
import { tally } from '../tally.ts'
import { dieAtStart, makeOlderRoot, measureStart, searchMigration, searchSecrets } from './first-start.ts'
import { draining } from './jobs.ts'
import { endOfEverything, operations } from './operations.ts'
import {
  emptyFile,
  migratedFiles,
  postgresSchema,
  secrets,
  sqliteSchema,
  type WithPlace,
  withFolder,
  withPostgres,
  withRedis,
} from './places.ts'
import { bundleChildren, root } from './run-child.ts'
import { type Matrix, type Row, rowsOf, searchRow } from './search.ts'
import type { Findings } from './trial.ts'

/** Milliseconds, on two cores that others use too. */
const TIMEOUT = 1_800_000
/** Children at once. */
const AT_ONCE = 2
/** The first operations of the table are the small share: refresh, logout and the password change. */
const SMALL = 3
const KILLED_STARTS = share(15, 2)

const findings: Findings = { points: 0, moves: 0, violations: [] }
const limit = pLimit(AT_ONCE)
let searched = 0
afterAll(() =>
  tally('crash', {
    operations: searched,
    'crash points': findings.points,
    'moves tried': findings.moves,
    violations: findings.violations.length,
  }),
)

async function search(matrix: Matrix, of: (row: Row) => boolean = () => true): Promise<void> {
  const rows = rowsOf(matrix).filter(of)
  const found = await Promise.all(rows.map((row) => limit(() => searchRow(matrix, row, findings))))
  searched += rows.length
  for (const [at, { operation, strategy, first }] of rows.entries())
    if (strategy === 'combined' && first === operation.firsts.at(-1))
      console.log(`${matrix.name}, ${operation.name}: ${found[at]!.join(' | ')}`)
}

/** The strategy that has everything, and one who moves first; the others are searched on SQLite alone. */
const inBrief = ({ strategy, operation, first }: Row) => strategy === 'combined' && first === operation.firsts.at(-1)

beforeAll(bundleChildren)

let told = 0
/** Since the last time. */
function requireNoViolation(): void {
  const violations = findings.violations.slice(told)
  told += violations.length
  expect(violations).toEqual([])
}

test(
  'SF-06, SF-08: killed at any step of any operation, on SQLite: the honest go on, the thief does not, nothing is half done',
  async () => {
    const withPlace = await migratedFiles(null)
    const some = operations.slice(0, share(operations.length, SMALL))
    await search(
      { name: 'SQLite', operations: some, withPlace },
      ({ strategy }) => strategy === 'combined' || (isWhole && strategy === 'rotation'),
    )
    requireNoViolation()
  },
  TIMEOUT,
)

test.runIf(isWhole)(
  'SF-07: the same with a denylist in Redis: what had not reached it is sent by the next start',
  async () => {
    const name = 'SQLite and Redis'
    await withRedis(async (url) => {
      const shared = operations.filter((one) => one !== endOfEverything)
      await search({ name, operations: [...shared, draining], withPlace: await migratedFiles(url) }, inBrief)
    })
    const withPlace: WithPlace = (work) => withRedis((url) => emptyFile(url)(work))
    await search({ name, operations: [endOfEverything], withPlace }, inBrief)
    requireNoViolation()
  },
  TIMEOUT,
)

test.runIf(isWhole)(
  'the same on Postgres, where a process dies and its connections are left',
  async () => {
    await withPostgres(inject('postgres'), async (create) => {
      const free = await Promise.all(Array.from({ length: AT_ONCE }, create))
      const withPlace: WithPlace = async (work) => {
        const place = { root, database: free.pop()!, redis: null, ...secrets }
        try {
          return await work(place)
        } finally {
          await emptyDatabase(place.database)
          free.push(place.database)
        }
      }
      await search({ name: 'Postgres', operations, withPlace }, inBrief)
    })
    requireNoViolation()
  },
  TIMEOUT,
)

test.runIf(isWhole)(
  'killed at any statement of a migration: the next start finishes it, and the people of an older database are still there',
  async () => {
    const whole = [
      searchMigration('SQLite, migration of nothing', emptyFile(null), null, sqliteSchema, findings),
      withFolder(async (folder) => {
        const older = makeOlderRoot(folder)
        return searchMigration('SQLite, migration of the first', emptyFile(null), older, sqliteSchema, findings)
      }),
    ]
    const steps = await Promise.all(whole)
    await withPostgres(inject('postgres'), async (create) => {
      const withPlace: WithPlace = async (work) => work({ root, database: await create(), redis: null, ...secrets })
      steps.push(await searchMigration('Postgres, migration of nothing', withPlace, null, postgresSchema, findings))
    })
    console.log(`migrations: ${steps.join(', ')} statements`)
    searched += steps.length
    requireNoViolation()
  },
  TIMEOUT,
)

test(
  'killed while the secrets are made: the next start, with the same process id, uses the ones that were kept or makes its own',
  async () => {
    const files = {
      'first secrets': null,
      'secrets into a copy of .env.example': readFileSync(join(root, '.env.example'), 'utf8'),
    }
    for (const [title, present] of Object.entries(files)) {
      const steps = await searchSecrets(title, present, findings)
      console.log(`${title}: ${steps.join(' | ')}`)
      searched += 1
    }
    requireNoViolation()
  },
  TIMEOUT,
)

test(
  'killed at any moment of its first start: the next start serves people',
  async () => {
    const duration = await measureStart()
    const moments = Array.from({ length: KILLED_STARTS }, (_, i) => ((i + 0.5) / KILLED_STARTS) * duration)
    await Promise.all(moments.map((moment) => limit(() => dieAtStart(moment, findings))))
    console.log(`first start: killed ${KILLED_STARTS} times in ${Math.round(duration)} ms`)
    searched += 1
    requireNoViolation()
  },
  TIMEOUT,
)
