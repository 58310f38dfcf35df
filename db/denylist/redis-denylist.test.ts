import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Denial } from '@/lib/auth/ports.ts'
import { describeDenylist, type OpenedDenylist } from '../contract/denylist.ts'
import { type RunningRedis, startRedis } from '../testing/redis.ts'
import { startGateway } from '../testing/upstash-gateway.ts'
import { Unavailable } from './commands.ts'
import { openRedis } from './redis-client.ts'
import { createRedisDenylist, type RedisDenylist, type RedisDenylistOptions } from './redis-denylist.ts'
import { keysFor } from './script.ts'
import { openUpstash } from './upstash-client.ts'

let redis: RunningRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

const now = () => Date.now() / 1000
const untilSoon = () => Math.ceil(now()) + 60
let count = 0
const opened: RedisDenylist[] = []

/** A denylist of one process; `denials`: what the database has. */
async function open(prefix: string, given: Partial<RedisDenylistOptions> & { denials?: Denial[] } = {}) {
  const { denials = [], ...options } = given
  const reports: string[] = []
  const denylist = createRedisDenylist({
    commands: await openRedis(redis.url),
    listDenials: async ({ after, limit }) =>
      denials
        .filter(({ key }) => key > after)
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .slice(0, limit),
    report: (event) => void reports.push(event),
    prefix,
    replica: false,
    ...options,
  })
  opened.push(denylist)
  await expect.poll(() => denylist.ready(), { timeout: 5000 }).toBe(true)
  return Object.assign(denylist, { reports, denials })
}
const newPrefix = () => `test-${++count}`
const leased = (denylist: RedisDenylist) => expect.poll(() => denylist.state().lease, { timeout: 5000 }).toBe(true)
afterAll(async () => {
  for (const denylist of opened) await denylist.close()
})

test('RV-04: an entry has its end from the first moment, and Redis forgets it by itself', async () => {
  const prefix = newPrefix()
  const denylist = await open(prefix)
  const until = Math.ceil(now()) + 2
  await denylist.deny([{ key: 'sid:a', until }])
  expect(await redis.command('EXPIRETIME', keysFor(prefix).entry('sid:a'))).toBe(until)
  for (const key of (await redis.command('KEYS', `{${prefix}}:sid:*`)) as string[])
    expect(await redis.command('TTL', key)).toBeGreaterThan(0)
  await expect.poll(() => denylist.find(['sid:a']), { timeout: 4000 }).toBeNull()
})

test('what is denied again, by whoever is slower, never ends earlier than it did', async () => {
  const prefix = newPrefix()
  const denylist = await open(prefix)
  const until = untilSoon()
  for (const seconds of [0, 600, 60]) await denylist.deny([{ key: 'sid:a', until: until + seconds }])
  expect(await redis.command('EXPIRETIME', keysFor(prefix).entry('sid:a'))).toBe(until + 600)
})

test('what the database has is there before Redis is believed for the first time', async () => {
  const denials = Array.from({ length: 2500 }, (_, i) => ({ key: `sid:${i}`, until: untilSoon() }))
  const denylist = await open(newPrefix(), { denials })
  for (const i of [0, 999, 1000, 2499]) expect(await denylist.find([`sid:${i}`])).toBe(`sid:${i}`)
  expect(await denylist.find(['sid:2500'])).toBeNull()
  expect(denylist.reports).toEqual(['denylist_rebuilt'])
})

test('a second process believes what the first has built, and builds nothing', async () => {
  const prefix = newPrefix()
  const one = await open(prefix)
  await one.deny([{ key: 'sid:a', until: untilSoon() }])
  const two = await open(prefix)
  expect(await two.find(['sid:a'])).toBe('sid:a')
  expect(two.reports).toEqual([])
})

for (const [what, wipe] of [
  ['wiped', () => redis.command('FLUSHALL')],
  ['restarted with nothing', () => redis.restart()],
  ['told to forget its scripts', () => redis.command('SCRIPT', 'FLUSH')],
] as const)
  test(`RV-12: a Redis that was ${what} is not believed until it has everything again`, async () => {
    const prefix = newPrefix()
    const denials = [{ key: 'sid:a', until: untilSoon() }]
    const denylist = await open(prefix)
    denylist.denials.push(...denials)
    await denylist.deny(denials)
    await wipe()
    const answers: unknown[] = []
    await expect
      .poll(
        async () => {
          const answer = await denylist.find(['sid:a']).catch((error) => error)
          answers.push(answer)
          return answer
        },
        { timeout: 8000, interval: 5 },
      )
      .toBe('sid:a')
    expect(answers, 'never "not denied"').not.toContain(null)
    expect(answers[0]).toBeInstanceOf(Error)
    expect(denylist.state().trust).toBe('trusted')
  })

test('RV-11: a Redis that may evict entries is never believed', async () => {
  const small = await startRedis({ more: ['--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru'] })
  const reports: string[] = []
  const denylist = createRedisDenylist({
    commands: await openRedis(small.url),
    listDenials: async () => [],
    report: (event) => void reports.push(event),
    prefix: 'x',
    replica: false,
  })
  expect(await denylist.ready()).toBe(false)
  expect(denylist.state().trust).toBe('evicting')
  expect(reports).toEqual(['denylist_evicts'])
  await expect(denylist.find(['sid:a'])).rejects.toBeInstanceOf(Unavailable)
  for (let i = 0; i < 5; i++) expect(await denylist.ready()).toBe(false)
  const info = String(await small.command('INFO', 'memory'))
  expect(/number_of_cached_scripts:(\d+)/.exec(info)?.[1], 'nor is it filled with scripts').toBe('1')
  await small.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
  await expect.poll(() => denylist.ready(), { timeout: 5000 }).toBe(true)
  await denylist.close()
  await small.stop()
})

/** An empty denylist is believed after a second: others are opened while one is waited for. */
function ahead(open: () => Promise<OpenedDenylist>): () => Promise<OpenedDenylist> {
  const waiting: Promise<OpenedDenylist>[] = []
  afterAll(async () => {
    for (const one of waiting) await (await one).close()
  })
  return async () => {
    while (waiting.length < 6) waiting.push(open())
    return waiting.shift()!
  }
}

describeDenylist(
  'Redis',
  ahead(async () => {
    const denylist = await open(newPrefix())
    return { denylist, close: () => {} }
  }),
)

describeDenylist(
  'Redis over REST, by Upstash’s own client',
  ahead(async () => {
    const gateway = await startGateway(redis.url)
    // 5,000 ms: 100 new connections at once beside other suites; the deadline has tests of its own.
    const denylist = await open(newPrefix(), { commands: openUpstash({ ...gateway, deadline: 5000 }) })
    return { denylist, close: gateway.stop }
  }),
)

describeDenylist(
  'Redis, with a replica in this process',
  ahead(async () => {
    const denylist = await open(newPrefix(), { replica: true })
    await leased(denylist)
    return { denylist, close: () => {} }
  }),
)

test('RV-12: renewed, it holds what the database has, under an epoch that every other process comes to trust', async () => {
  const prefix = newPrefix()
  const denials: Denial[] = []
  const server = await open(prefix, { replica: true, denials })
  await leased(server)
  const epoch = await redis.command('GET', keysFor(prefix).epoch)
  const operator = await open(prefix, { denials })
  denials.push({ key: 'era:0', until: untilSoon() })
  expect(await operator.renew()).toBe(true)
  expect(await operator.find(['era:0'])).toBe('era:0')
  expect(await redis.command('GET', keysFor(prefix).epoch)).not.toBe(epoch)
  // No copy of the epoch before answers alone any more: unknown, or denied.
  expect(await server.find(['era:0']).catch(() => 'unknown')).not.toBeNull()
  await leased(server)
  expect(await server.find(['era:0'])).toBe('era:0')
})
