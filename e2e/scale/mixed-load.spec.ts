import { type Client, loggedIn, registered } from '../support/client.ts'
import { type Instances, startInstances } from '../support/cluster.ts'
import { FULL, ONLY_FULL } from '../support/full.ts'
import { newSecret } from '../support/server.ts'
import { expect, test } from '../support/test.ts'

test.skip(!FULL, ONLY_FULL)

/** Seconds of load, and those that are not counted for the memory: caches fill, code is compiled. */
const SECONDS = 60
const WARMING = 20
const PEOPLE = 12
const MEGABYTE = 2 ** 20

const token = newSecret()
let instances: Instances
test.beforeAll(async () => {
  test.setTimeout(180_000)
  instances = await startInstances(2, { balanced: true, env: { METRICS_TOKEN: token } })
  await instances.untilLeased()
})
test.afterAll(() => instances?.stop())

/**
 * MiB of the heap that each process cannot let go of: the least that was in use within a window, since what is used also
 * counts what nobody has collected yet. Resident memory only grows until the machine is short of it, so it is printed alone.
 */
async function floorOf(seconds: number): Promise<{ heap: number[]; resident: number[] }> {
  const heap = instances.origins.map(() => Infinity)
  const resident = instances.origins.map(() => 0)
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    for (const [index, origin] of instances.origins.entries()) {
      const answer = await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${token}` } })
      const text = await answer.text()
      const megabytes = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)![1]) / MEGABYTE
      heap[index] = Math.min(heap[index]!, megabytes('nodejs_heap_size_used_bytes'))
      resident[index] = megabytes('process_resident_memory_bytes')
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return { heap, resident }
}

test(`${SECONDS} s of reads, refreshes, logins and logouts over two instances: no 5xx, no session lost, nothing revoked let in, memory flat`, async () => {
  test.setTimeout(240_000)
  const { origin } = instances.balancer!
  const seen: Record<string, number> = {}
  const note = (what: string, status: number) => {
    seen[`${what} ${status}`] = (seen[`${what} ${status}`] ?? 0) + 1
  }
  let stopped = false
  const ended: Client[] = []

  async function person(): Promise<void> {
    const { client: first, email } = await registered(origin)
    let client = first
    for (let turn = 1; !stopped; turn++) {
      note('read', (await client.get('/api/me')).status)
      if (turn % 10 === 0) note('refresh', (await client.post('/api/auth/refresh')).status)
      if (turn % 60 === 0) {
        const copy = client.copy()
        note('logout', (await client.post('/api/auth/logout')).status)
        note('revoked', (await copy.get('/api/me')).status)
        ended.push(copy)
        client = await loggedIn(origin, email)
        note('login', 200)
      }
      const old = turn % 20 === 0 ? ended[Math.floor(Math.random() * ended.length)] : undefined
      if (old) note('revoked', (await old.copy().get('/api/me')).status)
    }
  }
  const people = Array.from({ length: PEOPLE }, person)
  await new Promise((resolve) => setTimeout(resolve, WARMING * 1000))
  const before = await floorOf((SECONDS - WARMING) / 2)
  const after = await floorOf((SECONDS - WARMING) / 2)
  stopped = true
  await Promise.all(people)

  const megabytes = (values: number[]) => values.map((value) => value.toFixed(0)).join(', ')
  console.log(`mixed load: ${JSON.stringify(seen)}`)
  console.log(
    `heap that stays: ${megabytes(before.heap)} MiB in seconds 20 to 40, ${megabytes(after.heap)} MiB in 40 to 60`,
  )
  console.log(`resident: ${megabytes(before.resident)} MiB after 40 s, ${megabytes(after.resident)} MiB after 60 s`)
  expect(Object.keys(seen).sort()).toEqual(['login 200', 'logout 200', 'read 200', 'refresh 200', 'revoked 401'])
  expect(seen['revoked 401']).toBeGreaterThan(50)
  for (const [index, value] of after.heap.entries()) expect(value).toBeLessThan(before.heap[index]! * 1.15)
})
