import { type Cluster, startCluster } from '../../db/testing/postgres.ts'
import { loggedIn, registered } from '../support/client.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { expect, test } from '../support/test.ts'

let cluster: Cluster
let one: RunningServer
let two: RunningServer

test.beforeAll(async () => {
  cluster = await startCluster()
  one = await startServer({ DATABASE_URL: await cluster.createDatabase() })
  two = await one.twin()
})
test.afterAll(async () => {
  await two?.stop()
  await one?.stop()
  await cluster?.remove()
})

test('RT-03: on Postgres, fifty refreshes of one token over two processes get the identical successor', async () => {
  const { client } = await registered(one.origin)
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      const direct = client.copy([one, two][i % 2]!.origin)
      const { status, body } = await direct.post('/api/auth/refresh', {}, { origin: one.origin })
      return { status, generation: body.session?.generation, successor: direct.refreshToken }
    }),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(new Set(answers.map(({ generation }) => generation))).toEqual(new Set([1]))
  expect(new Set(answers.map(({ successor }) => successor)).size).toBe(1)
})

test('RV-06: on Postgres, a logout everywhere by one process is seen by the other at its next request', async () => {
  const { client, email } = await registered(one.origin)
  const elsewhere = await loggedIn(one.origin, email)
  const copies = [client.copy(two.origin), elsewhere.copy(two.origin)]
  for (const copy of copies) expect((await copy.get('/api/me')).status).toBe(200)
  expect((await client.post('/api/auth/logout-everywhere')).status).toBe(200)
  for (const copy of copies) {
    expect((await copy.get('/api/me')).status).toBe(401)
    expect((await copy.post('/api/auth/refresh', {}, { origin: one.origin })).body.code).toBe('session_revoked')
  }
})

test('SF-04: Postgres stopped: 503 with Retry-After and every cookie kept; started again, the same processes go on', async () => {
  const { client } = await registered(one.origin)
  await cluster.stop()
  const cookies = new Map(client.cookies)
  for (const answer of [await client.get('/api/me'), await client.post('/api/auth/refresh')]) {
    expect([answer.status, answer.body.code]).toEqual([503, 'store_unavailable'])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(answer.headers.getSetCookie(), 'cookies are kept').toEqual([])
  }
  expect(client.cookies).toEqual(cookies)
  await cluster.start()
  expect((await client.get('/api/me')).status).toBe(200)
  expect((await client.post('/api/auth/refresh')).body.session.generation, 'nothing was consumed').toBe(1)
  expect((await client.copy(two.origin).get('/api/me')).status).toBe(200)
})

test('Postgres hangs: an answer within three seconds, and it is not that anybody is logged out', async () => {
  const { client } = await registered(one.origin)
  cluster.freeze()
  try {
    const started = performance.now()
    expect((await client.get('/api/me')).status).toBe(503)
    expect(performance.now() - started, 'milliseconds').toBeLessThan(3_000)
  } finally {
    cluster.thaw()
  }
  expect((await client.get('/api/me')).status).toBe(200)
})
