import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { codeOf, createTestClock, credentials, openTestAuth } from '../../lib/auth/testing.ts'
import { type Database, openDatabase } from '../open.ts'
import { openLossyProxy } from '../testing/lossy-proxy.ts'
import { root } from '../testing/open.ts'
import { type Cluster, startCluster } from '../testing/postgres.ts'

let cluster: Cluster
let opened: Database[] = []
beforeAll(async () => {
  cluster = await startCluster()
})
afterEach(async () => {
  for (const database of opened) await database.close()
  opened = []
})
afterAll(() => cluster.remove())

async function openEngine(url: string) {
  const clock = createTestClock()
  const database = await openDatabase(url, { now: clock, outbox: false, root })
  opened.push(database)
  return openTestAuth({ store: database.store, denylist: database.denylist }, clock)
}

test('SF-04: a Postgres that hangs costs a check two seconds and a write three, however many ask, and answers again by itself', async () => {
  const { auth, clock } = await openEngine(await cluster.createDatabase())
  const { accessToken, refreshToken, holder } = await auth.register(credentials())
  await Promise.all(Array.from({ length: 20 }, () => auth.authenticate(accessToken)))
  clock.advance(120)
  cluster.freeze()
  try {
    const started = performance.now()
    const verbs = [() => auth.authenticate(accessToken), () => auth.refresh({ refreshToken, holder })]
    const asking = Promise.all(Array.from({ length: 30 }, (_, i) => codeOf(verbs[i % 2]!())))
    const check = codeOf(auth.authenticate(accessToken)).then(() => performance.now() - started)
    const receipt = await auth.logout({ accessToken, refreshToken })
    expect(receipt, 'claims nothing').toMatchObject({ access: 'pending', refresh: 'pending' })
    expect(new Set(await asking)).toEqual(new Set(['store_unavailable']))
    expect(await check, 'milliseconds').toBeLessThan(2_700)
    expect(performance.now() - started, 'milliseconds').toBeLessThan(4_000)
  } finally {
    cluster.thaw()
  }
  await auth.authenticate(accessToken)
  expect((await auth.logout({ accessToken, refreshToken })).access).toBe('denied')
  expect(await codeOf(auth.authenticate(accessToken))).toBe('denied_session')
})

test('SF-04: a Postgres that is stopped is unavailable, and started again it is used again: nothing here is restarted', async () => {
  const { auth, reports } = await openEngine(await cluster.createDatabase())
  const { accessToken, refreshToken, holder } = await auth.register(credentials())
  await cluster.stop()
  expect(await codeOf(auth.authenticate(accessToken))).toBe('store_unavailable')
  expect(await codeOf(auth.refresh({ refreshToken, holder }))).toBe('store_unavailable')
  expect(reports).toContain('store.withSession')
  await cluster.start()
  await auth.authenticate(accessToken)
  expect((await auth.refresh({ refreshToken, holder })).session.generation).toBe(1)
})

test('RT-15: a connection lost while a write is answered: never told as done, and the same verb again is safe', async () => {
  const url = await cluster.createDatabase()
  const proxy = await openLossyProxy(Number(new URL(url).port))
  const through = new URL(url)
  through.port = String(proxy.port)
  const { auth, deps } = await openEngine(through.href)
  const direct = await openEngine(url)
  const { session, accessToken, refreshToken, holder } = await auth.register(credentials())

  proxy.loseAnswerTo('write keep sessions')
  expect(await codeOf(auth.refresh({ refreshToken, holder }))).toBe('store_unavailable')
  expect(await direct.deps.store.findSession(session.id), 'it was done').toMatchObject({ generation: 1 })
  const again = await auth.refresh({ refreshToken, holder })
  expect(again.session).toMatchObject({ generation: 1, revokedAt: null })

  proxy.loseAnswerTo('write keep sessions')
  const presented = { accessToken, refreshToken: again.tokens!.refreshToken }
  expect((await auth.logout(presented)).access).toBe('pending')
  expect(await deps.store.findDenied([`sid:${session.id}`]), 'it was done').toBe(`sid:${session.id}`)
  expect((await auth.logout(presented)).access).toBe('denied')
  expect(await codeOf(auth.authenticate(accessToken))).toBe('denied_session')

  proxy.loseAnswerTo('write create')
  expect(await codeOf(auth.register(credentials('combined', 'new@example.org')))).toBe('store_unavailable')
  expect(await codeOf(auth.register(credentials('combined', 'new@example.org')))).toBe('email_taken')
  await auth.login(credentials('combined', 'new@example.org'))
  expect(proxy.lost()).toBe(3)
  for (const database of opened.splice(0)) await database.close()
  await proxy.close()
})

test('no password of the URL, and no row, stands in what is thrown', async () => {
  const url = new URL(await cluster.createDatabase())
  url.password = 'do-not-print-me'
  const refused = await openDatabase(url.href, { now: () => 0, outbox: false, root }).catch((error: unknown) => error)
  expect(String(refused)).toMatch(/password authentication failed/)
  expect(String((refused as Error).stack)).not.toContain(url.password)
})
