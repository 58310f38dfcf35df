import { registered } from '../support/client.ts'
import { type Instances, startInstances } from '../support/cluster.ts'
import { FULL, ONLY_FULL } from '../support/full.ts'
import { expect, test } from '../support/test.ts'

test.skip(!FULL, ONLY_FULL)

let instances: Instances
test.beforeAll(async () => {
  test.setTimeout(180_000)
  instances = await startInstances(3, { balanced: true })
  await instances.untilLeased()
})
test.afterAll(() => instances?.stop())

test('behind a balancer without sticky sessions, a rolling restart loses no session, answers no 5xx, and each process ends within five seconds', async () => {
  test.setTimeout(180_000)
  const { origin } = instances.balancer!
  const people = await Promise.all(Array.from({ length: 4 }, () => registered(origin)))
  const ended = people[0]!.client.copy()
  expect((await people[0]!.client.copy().post('/api/auth/logout')).status).toBe(200)
  const living = people.slice(1).map(({ client }) => client)

  const seen: Record<string, number> = {}
  let stopped = false
  const note = (what: string, status: number) => {
    seen[`${what} ${status}`] = (seen[`${what} ${status}`] ?? 0) + 1
  }
  const streams = living.map(async (client) => {
    const headers = { cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
    const response = await fetch(`${origin}/api/events`, { headers })
    await response.text().catch(() => '')
  })
  const load = [
    ...living.map(async (client) => {
      for (let i = 0; !stopped; i++) {
        if (i % 20 === 19) note('refresh', (await client.post('/api/auth/refresh')).status)
        else note('me', (await client.get('/api/me')).status)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }),
    (async () => {
      for (; !stopped; await new Promise((resolve) => setTimeout(resolve, 20)))
        note('ended', (await ended.get('/api/me')).status)
    })(),
  ]
  const seconds = []
  for (const index of [0, 1, 2]) seconds.push(await instances.restart(index))
  await instances.untilLeased()
  stopped = true
  await Promise.all([...load, ...streams])
  console.log(
    `rolling restart of three: ${JSON.stringify(seen)}, ended in ${seconds.map((one) => one.toFixed(1)).join(', ')} s`,
  )
  expect(Object.keys(seen).sort()).toEqual(['ended 401', 'me 200', 'refresh 200'])
  expect(Math.max(...seconds)).toBeLessThan(5)
})
