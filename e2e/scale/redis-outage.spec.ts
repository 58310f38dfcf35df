import { type Fault, type FaultyServer, startFaulty } from '../../db/testing/faulty-http.ts'
import { type RunningRedis, startRedis } from '../../db/testing/redis.ts'
import { startGateway } from '../../db/testing/upstash-gateway.ts'
import { quantile } from '../../lib/lab/run/stats.ts'
import { loggedIn, registered } from '../support/client.ts'
import { FULL, ONLY_FULL } from '../support/full.ts'
import { startLoad } from '../support/load.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { expect, test } from '../support/test.ts'

let redis: RunningRedis
let server: RunningServer
test.beforeAll(async () => {
  redis = await startRedis({ appendonly: true })
  server = await startServer({ DENYLIST_URL: redis.url })
})
test.afterAll(async () => {
  await server?.stop()
  await redis?.stop()
})

const denylistOf = async (origin: string) => (await (await fetch(`${origin}/readyz`)).json()).denylist
/** `lease` null: a process that keeps no copy. */
const untilTrusted = ({ origin }: Pick<RunningServer, 'origin'>) =>
  expect
    .poll(
      async () => {
        const { status, state } = await denylistOf(origin)
        return status === 'ok' && state.trust === 'trusted' && state.lease !== false
      },
      { timeout: 15_000 },
    )
    .toBe(true)
const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

test('74 · SF-01, SF-02: Redis is down when the product starts: pages are read, the footer says so, and people log in, refresh and log out', async ({
  page,
}) => {
  await redis.kill()
  const alone = await startServer({ DENYLIST_URL: redis.url })
  for (const path of ['/', '/learn/denylist', '/about']) {
    await page.goto(alone.origin + path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByTestId('store-denylist')).toContainText('does not answer: the database is asked')
  }
  expect((await fetch(`${alone.origin}/readyz`)).status).toBe(503)
  expect((await fetch(`${alone.origin}/healthz`)).status).toBe(200)
  const { client } = await registered(alone.origin)
  const copy = client.copy()
  expect((await client.post('/api/auth/refresh')).status).toBe(200)
  expect((await copy.get('/api/me')).status).toBe(200)
  const answer = await client.post('/api/auth/logout')
  expect(answer.status, 'not more is claimed than has happened').toBe(503)
  expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
  expect((await copy.get('/api/me')).status, 'the database has it').toBe(401)

  await redis.start()
  await expect.poll(async () => (await denylistOf(alone.origin)).state.trust, { timeout: 15_000 }).toBe('trusted')
  expect((await copy.get('/api/me')).status).toBe(401)
  expect((await client.post('/api/auth/logout')).status, 'the retry').toBe(200)
  expect(alone.output()).not.toMatch(/unexpected|unhandled/i)
  await alone.stop()
  await untilTrusted(server)
})

/** Milliseconds that a disturbance lasts: several pauses of the breaker. */
const LASTS = 4000

const disturbances: [what: string, begin: () => unknown, end: () => unknown][] = [
  ['hangs', () => redis.pause(), () => redis.resume()],
  ['is gone', () => redis.kill(), () => redis.start()],
  ['is wiped', () => redis.command('FLUSHALL'), () => {}],
]
for (const [what, begin, end] of disturbances)
  test(`SF-01: Redis ${what} in the middle of load: nothing revoked is let in, nobody is logged out, and only the first deadline is waited for`, async () => {
    test.skip(!FULL, ONLY_FULL)
    await untilTrusted(server)
    await expectSafe(`Redis ${what}`, server, begin, end)
  })

test('Redis comes back with an older snapshot in the middle of load: what was ended since then stays ended', async () => {
  test.skip(!FULL, ONLY_FULL)
  const snapshots = await startRedis()
  const alone = await startServer({ DENYLIST_URL: snapshots.url })
  await untilTrusted(alone)
  const restore = await snapshots.snapshot()
  await expectSafe('Redis went back in time', alone, restore, () => {})
  await alone.stop()
  await snapshots.stop()
})

const rest: [what: string, begin: (faulty: FaultyServer) => unknown, end: (faulty: FaultyServer) => unknown][] = [
  ...(
    [
      ['500', { status: 500, body: '{"error":"ERR internal"}' }],
      ['a page in HTML', { status: 200, type: 'text/html', body: '<html>Sign in to this network</html>' }],
      ['half an answer', 'half'],
      ['nothing', 'hang'],
    ] as [string, Fault][]
  ).map(([what, fault]): (typeof rest)[number] => [
    what,
    (faulty) => faulty.set(fault),
    (faulty) => faulty.set('pass'),
  ]),
  ['a refused connection', (faulty) => faulty.refuse(), (faulty) => faulty.accept()],
]

test('Upstash answers 500, HTML, half an answer, nothing, or refuses, each in the middle of load: the same', async () => {
  test.skip(!FULL, ONLY_FULL)
  test.setTimeout(180_000)
  const behind = await startRedis()
  const gateway = await startGateway(behind.url)
  const faulty = await startFaulty(gateway.url)
  const alone = await startServer({ UPSTASH_REDIS_REST_URL: faulty.url, UPSTASH_REDIS_REST_TOKEN: gateway.token })
  await untilTrusted(alone)
  for (const [what, begin, end] of rest) {
    await test.step(what, () =>
      expectSafe(
        `Upstash answers ${what}`,
        alone,
        () => begin(faulty),
        () => end(faulty),
      ),
    )
  }
  await alone.stop()
  await faulty.stop()
  await gateway.stop()
  await behind.stop()
})

/** Disturbs a server under load, and looks at every answer that it gave. */
async function expectSafe(what: string, { origin }: RunningServer, begin: () => unknown, end: () => unknown) {
  const { client, email } = await registered(origin)
  const ended = await loggedIn(origin, email)
  expect((await ended.copy().post('/api/auth/logout')).status).toBe(200)
  const stop = startLoad(client, ended)
  await wait(500)
  const broken = performance.now()
  await begin()
  await wait(LASTS)
  await end()
  const mended = performance.now()
  await untilTrusted({ origin })
  await wait(500)
  const answers = await stop()

  const during = answers.filter(({ at }) => at >= broken && at < mended)
  const slow = during.filter(({ milliseconds }) => milliseconds > 400)
  const afterOnePause = during.filter(({ at }) => at > broken + 1500).map(({ milliseconds }) => milliseconds)
  console.log(
    `${what}: ${answers.length} requests, ${during.length} meanwhile, ${slow.length} of them slower than 400 ms; p99 after 1.5 s: ${quantile(afterOnePause, 0.99).toFixed(0)} ms`,
  )
  expect(during.length).toBeGreaterThan(50)
  expect(answers.filter((one) => one.ended && one.status === 200)).toEqual([])
  expect(answers.filter((one) => !one.ended && one.status !== 200)).toEqual([])
  // Eight at once wait for one deadline, and one probe in each pause after that.
  expect(slow.length).toBeLessThanOrEqual(8 + 6)
  expect(quantile(afterOnePause, 0.95), 'nobody waits for a store that is known to be out').toBeLessThan(400)
}
