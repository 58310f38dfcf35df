import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Session } from '../../lib/auth/ports.ts'
import { codeOf, createTestClock, credentials, openTestAuth, type TestClock } from '../../lib/auth/testing.ts'
import { activityRow, createRows, sessionRow } from '../contract/rows.ts'
import type { Database } from '../open.ts'
import { openTestDatabase } from '../testing/open.ts'
import { withClient } from '../testing/postgres.ts'
import journal from './migrations/meta/_journal.json' with { type: 'json' }

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

test('RT-03: fifty refreshes of one token over two processes: one identical successor, one generation on, nobody logged out', async () => {
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

test('thirty-six decisions at once over six processes see each other: none is lost, though many had to be made again', async () => {
  const clock = createTestClock()
  const databases = [await open(clock)]
  while (databases.length < 6) databases.push(await open(clock, { keep: true }))
  // Opening connections at once is not what this is about.
  for (const { store } of databases) await store.findAccount('')
  const { session } = await createRows(databases[0]!.store, clock())
  let calls = 0
  const count = (session: Session) => {
    calls++
    return { outcome: session.generation, sessions: [{ ...session, generation: session.generation + 1 }] }
  }
  const seen = await Promise.all(
    Array.from({ length: 36 }, (_, i) => databases[i % 6]!.store.withSession(session.id, count)),
  )
  expect(seen.sort((a, b) => a! - b!)).toEqual(Array.from({ length: 36 }, (_, i) => i))
  expect(calls, 'collisions, or this proves nothing').toBeGreaterThan(36)
  await close()
})

test('BI-06: text that Postgres cannot hold is absent, not an outage', async () => {
  const { store, denylist, lab } = await open(createTestClock())
  const text = 'mina@example.org\0'
  const absent = [
    await store.findAccountByEmail(text),
    await store.findAccount(text),
    await store.findSession(text),
    await store.findDenied([text]),
    await denylist.find([text]),
    await lab.findRun(text),
    await lab.findResult(text),
    await lab.findToken('run', text),
  ]
  expect(absent).toEqual(absent.map(() => null))
  await close()
})

test('LG-05: attempts are counted over two processes: ten points are ten, and one given back is one more', async () => {
  const clock = createTestClock()
  const databases = [await open(clock), await open(clock, { keep: true })]
  const limiters = databases.map((database) => database.openLimiter({ name: 'login', points: 10, duration: 60 }))
  const taken = await Promise.all(Array.from({ length: 30 }, (_, i) => limiters[i % 2]!.take('mina')))
  expect(taken.filter(({ allowed }) => allowed)).toHaveLength(10)
  expect(await limiters[0]!.take('mina')).toMatchObject({ allowed: false, retryAfter: expect.any(Number) })
  expect(await limiters[1]!.take('omar')).toEqual({ allowed: true })
  await limiters[1]!.giveBack('omar')
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

test('RT-15: a rotation whose answer was lost is retried a day later, by another process, and twice', async () => {
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

test('activity becomes visible in the order of its ids, also outside of decisions: a stream misses nothing', async () => {
  const clock = createTestClock()
  const { store } = await open(clock)
  const { account, session } = await createRows(store, clock())
  // Another process's decision, which has its id and is not committed.
  await withClient(url, async (other) => {
    await other.query('begin')
    await other.query('update accounts set revision = revision + 1')
    await other.query("insert into activity (account_id, kind, at) values ($1, 'used', 1)", [account.id])
    const recording = store.recordActivity(activityRow(session, 'login_failed', clock()))
    const first = await Promise.race([recording.then(() => 'recorded'), pause(200, 'waits')])
    expect(first).toBe('waits')
    await other.query('commit')
    await recording
  })
  const kinds = (await store.listActivity(account.id, { after: 0, limit: 9 })).map(({ kind }) => kind)
  expect(kinds).toEqual(['registered', 'used', 'login_failed'])
  await close()
})

test('pruning goes past what somebody holds: nothing waits, and it is taken the next time', async () => {
  const clock = createTestClock()
  const { store } = await open(clock)
  const { account, session } = await createRows(store, clock())
  const sessions = Array.from({ length: 20 }, () => sessionRow(account, clock()))
  await store.withAccount(account.id, () => ({ outcome: null, sessions }))
  clock.advance(200 * 86_400)
  await withClient(url, async (other) => {
    await other.query('begin')
    await other.query('select from sessions where id = $1 for update', [session.id])
    expect(await store.prune(50)).toBe(20)
  })
  expect(await store.prune(50)).toBe(1)
  await close()
})

test('what is published again, by whoever is slower, never ends earlier than it did', async () => {
  const clock = createTestClock()
  const { store, denylist } = await open(clock)
  for (const seconds of [60, 600, 120]) await denylist.deny([{ key: 'sid:a', until: clock() + seconds }])
  expect(await store.listDenials({ after: '', limit: 9 })).toEqual([{ key: 'sid:a', until: clock() + 600 }])
  await close()
})

test('denials are paged by bytes, whatever order of letters the database has', async () => {
  const clock = createTestClock()
  const { store, denylist } = await open(clock)
  const keys = ['sid:a', 'sid:B', 'sid:-b', 'sid:_', 'sid:é', 'ver:a:10', 'ver:a:9']
  await denylist.deny(keys.map((key) => ({ key, until: clock() + 60 })))
  expect((await store.listDenials({ after: '', limit: 99 })).map(({ key }) => key)).toEqual(keys.sort())
  await close()
})

test('RT-11: two thousand rotations of one session: the same rows, no larger after a vacuum, and the first token is still known for what it is', async () => {
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
  await rotate(1_000)
  const after = await measure()
  expect(session.generation).toBe(2_000)
  expect(await deps.store.listSessions(session.accountId)).toHaveLength(1)
  // Bytes: a bound of dead rows between two vacuums, not a share of two thousand.
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
  expect(count).toBe(journal.entries.length)
  await close()
})
