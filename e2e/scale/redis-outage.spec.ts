import { type RunningRedis, startRedis } from '../../db/testing/redis.ts'
import { loggedIn, registered } from '../support/client.ts'
import { FULL, ONLY_FULL } from '../support/full.ts'
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

const denylist = async () => (await (await fetch(`${server.origin}/readyz`)).json()).denylist
const untilTrusted = () =>
  expect.poll(denylist, { timeout: 15_000 }).toMatchObject({ status: 'ok', state: { trust: 'trusted', lease: true } })

test('74 · Redis is down when the product starts: pages are read, the footer says so, and people log in, refresh and log out', async ({
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
  await expect
    .poll(async () => (await (await fetch(`${alone.origin}/readyz`)).json()).denylist.state.trust, { timeout: 15_000 })
    .toBe('trusted')
  expect((await copy.get('/api/me')).status).toBe(401)
  expect((await client.post('/api/auth/logout')).status, 'the retry').toBe(200)
  expect(alone.output()).not.toMatch(/unexpected|unhandled/i)
  await alone.stop()
  await untilTrusted()
})

for (const [what, begin, end] of [
  ['hangs', () => redis.pause(), () => redis.resume()],
  ['is gone', () => redis.kill(), () => redis.start()],
] as const)
  test(`Redis ${what} in the middle of load: nothing revoked is let in, nobody is logged out, and only the first deadline is waited for`, async () => {
    test.skip(!FULL, ONLY_FULL)
    await untilTrusted()
    const { client, email } = await registered(server.origin)
    const ended = await loggedIn(server.origin, email)
    expect((await ended.copy().post('/api/auth/logout')).status).toBe(200)

    const answers: { status: number; ended: boolean; milliseconds: number; at: number }[] = []
    let stopped = false
    const load = Array.from({ length: 8 }, async (_, i) => {
      while (!stopped) {
        const started = performance.now()
        const { status } = await (i % 2 === 0 ? client : ended).copy().get('/api/me')
        answers.push({ status, ended: i % 2 === 1, milliseconds: performance.now() - started, at: started })
      }
    })
    await new Promise((resolve) => setTimeout(resolve, 500))
    const broken = performance.now()
    await begin()
    await new Promise((resolve) => setTimeout(resolve, 4000))
    await end()
    const mended = performance.now()
    await untilTrusted()
    await new Promise((resolve) => setTimeout(resolve, 500))
    stopped = true
    await Promise.all(load)

    const during = answers.filter(({ at }) => at >= broken && at < mended)
    const slow = during.filter(({ milliseconds }) => milliseconds > 400)
    console.log(
      `Redis ${what}: ${answers.length} requests, ${during.length} meanwhile, ${slow.length} of them slower than 400 ms`,
    )
    expect(during.length).toBeGreaterThan(50)
    expect(answers.filter((one) => one.ended && one.status === 200)).toEqual([])
    expect(answers.filter((one) => !one.ended && one.status !== 200)).toEqual([])
    // Eight at once wait for one deadline, and one probe in each pause after that.
    expect(slow.length).toBeLessThanOrEqual(8 + 6)
  })
