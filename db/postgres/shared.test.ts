import { expect, test } from 'vitest'
import type { Session } from '../../lib/auth/ports.ts'
import { codeOf, createTestClock, credentials, openTestAuth, type TestClock } from '../../lib/auth/testing.ts'
import { activityRow, createRows, sessionRow } from '../contract/rows.ts'
import type { Database } from '../open.ts'
import { openTestDatabase } from '../testing/open.ts'
import { withClient } from '../testing/postgres.ts'

const { open, close, url } = openTestDatabase()

/** Two processes on one database: each has a pool and an engine of its own, with the same keys. */
async function openTwo(clock: TestClock) {
  const databases = [await open(clock), await open(clock, { keep: true })]
  const [one, two] = databases
  const first = await openEngine(one!, clock)
  return { one: first, two: await openTestAuth({ ...first.deps, ...portsOf(two!) }, clock), databases }
}

const openEngine = (database: Database, clock: TestClock) => openTestAuth(portsOf(database), clock)
// Whatever is denied must be denied by the store's own transaction.
const portsOf = ({ store, denylist }: Database) => ({ store, denylist: { ...denylist, deny: async () => {} } })

const pick = async <Row>(query: string): Promise<Row> =>
  withClient(url, async (client) => (await client.query(query)).rows[0])

test('fifty refreshes of one token over two processes: one identical successor, one generation on, nobody logged out', async () => {
  const clock = createTestClock()
  const { one, two } = await openTwo(clock)
  const { session, refreshToken, holder } = await one.auth.register(credentials())
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) => (i % 2 ? one : two).auth.refresh({ refreshToken, holder })),
  )
  expect(new Set(answers.map(({ tokens }) => tokens?.refreshToken)).size).toBe(1)
  expect(await one.deps.store.findSession(session.id)).toMatchObject({ generation: 1, revokedAt: null })
  await close()
})

test('fifty decisions at once over two processes see each other: none is lost, though most had to be made again', async () => {
  const clock = createTestClock()
  const { one, two } = await openTwo(clock)
  const { session } = await createRows(one.deps.store, clock())
  let calls = 0
  const count = (session: Session) => {
    calls++
    return { outcome: session.generation, sessions: [{ ...session, generation: session.generation + 1 }] }
  }
  const seen = await Promise.all(
    Array.from({ length: 50 }, (_, i) => (i % 2 ? one : two).deps.store.withSession(session.id, count)),
  )
  expect(seen.sort((a, b) => a! - b!)).toEqual(Array.from({ length: 50 }, (_, i) => i))
  expect(calls, 'collisions, or this proves nothing').toBeGreaterThan(50)
  await close()
})

test('a token is refused by the other process from the instant its logout commits: there is nothing to publish', async () => {
  const clock = createTestClock()
  const { one, two } = await openTwo(clock)
  const opened = await one.auth.register(credentials())
  await one.auth.logout(opened)
  expect(await codeOf(two.auth.authenticate(opened.accessToken))).toBe('denied_session')
  expect(await two.deps.store.listPendingDenials(10)).toEqual([])
  await close()
})

test('a rotation whose answer was lost is retried a day later, by another process, and twice', async () => {
  const clock = createTestClock()
  const { one, two } = await openTwo(clock)
  const { refreshToken, holder } = await one.auth.register(credentials())
  const lost = await one.auth.refresh({ refreshToken, holder })
  clock.advance(86_400)
  for (const _ of [1, 2]) {
    const { tokens } = await two.auth.refresh({ refreshToken, holder })
    expect(tokens!.refreshToken).toBe(lost.tokens!.refreshToken)
    await two.auth.authenticate(tokens!.accessToken)
  }
  await close()
})

test('activity becomes visible in the order of its ids, also what is recorded outside of decisions: a stream misses nothing', async () => {
  const clock = createTestClock()
  const { one, two } = await openTwo(clock)
  const { account, session } = await createRows(one.deps.store, clock())
  const kinds = ['login_failed', 'refreshed', 'replayed', 'used'] as const
  let writing = true
  const seen: number[] = []
  const stream = (async () => {
    for (let last = false; ; ) {
      const more = await one.deps.store.listActivity(account.id, { after: seen.at(-1) ?? 0, limit: 500 })
      seen.push(...more.map(({ id }) => id))
      if (last) return
      last = !writing
    }
  })()
  await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      const { store } = (i % 2 ? one : two).deps
      const entry = activityRow(session, kinds[i % 4]!, clock())
      for (let j = 0; j < 4; j++) {
        if (i % 4 === 0) await store.recordActivity(entry)
        else await store.withAccount(account.id, () => ({ outcome: null, activity: [entry] }))
      }
    }),
  )
  writing = false
  await stream
  const all = await one.deps.store.listActivity(account.id, { after: 0, limit: 999 })
  expect(all).toHaveLength(161)
  expect(seen).toEqual(all.map(({ id }) => id))
  await close()
})

test('two processes that prune at once share the work: nothing twice, nothing waited for', async () => {
  const clock = createTestClock()
  const { one, two } = await openTwo(clock)
  const { account } = await createRows(one.deps.store, clock())
  const sessions = Array.from({ length: 200 }, () => sessionRow(account, clock()))
  await one.deps.store.withAccount(account.id, () => ({ outcome: null, sessions }))
  clock.advance(200 * 86_400)
  const counts = await Promise.all(Array.from({ length: 8 }, (_, i) => (i % 2 ? one : two).deps.store.prune(50)))
  const rest = await one.deps.store.prune(999)
  expect(counts.reduce((sum, count) => sum + count, rest)).toBe(201)
  await close()
})

test('ten thousand rotations of one session: the same rows, no larger after a vacuum, and the first token is still known for what it is', async () => {
  const clock = createTestClock()
  const { auth, deps } = await openEngine(await open(clock), clock)
  let { refreshToken, holder, session } = await auth.register(credentials())
  const first = refreshToken
  const rotate = async (times: number) => {
    for (let i = 0; i < times; i++) {
      clock.advance(60)
      const { tokens } = await auth.refresh({ refreshToken, holder })
      ;({ refreshToken, holder, session } = tokens!)
    }
  }
  const measure = () =>
    withClient(url, async (client) => {
      await client.query('vacuum')
      const size = (table: string) => `pg_total_relation_size('${table}')::int as ${table}`
      const { rows } = await client.query(`select ${['accounts', 'sessions', 'activity'].map(size)}`)
      return rows[0] as Record<string, number>
    })
  await rotate(1_000)
  const before = await measure()
  await rotate(9_000)
  const after = await measure()
  expect(session.generation).toBe(10_000)
  expect(await deps.store.listSessions(session.accountId)).toHaveLength(1)
  // Bytes: a bound of dead rows between two vacuums, not a share of ten thousand.
  for (const [table, bytes] of Object.entries(after))
    expect(bytes, `${table}: ${before[table]} before`).toBeLessThan(1.5e6)
  expect(await codeOf(auth.refresh({ refreshToken: first, holder }))).toBe('refresh_reused')
  await close()
}, 240_000)

test('three first starts at once: each finds the schema, one made it', async () => {
  await withClient(url, (client) =>
    client.query('drop schema public cascade; drop schema drizzle cascade; create schema public'),
  )
  const clock = createTestClock()
  const databases = await Promise.all([1, 2, 3].map(() => open(clock, { keep: true })))
  for (const { store } of databases) expect(await store.findAccount('nobody')).toBeNull()
  const { count } = await pick<{ count: number }>('select count(*)::int as count from drizzle.__drizzle_migrations')
  expect(count).toBe(1)
  await close()
})
