import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Denial } from '@/lib/auth/ports.ts'
import { type RunningRedis, startRedis } from '../testing/redis.ts'
import { type RedisCommands, Unavailable } from './commands.ts'
import { openRedis } from './redis-client.ts'
import { createRedisDenylist, type RedisDenylist } from './redis-denylist.ts'
import { keysFor } from './script.ts'
import { LEASE } from './trust.ts'

let redis: RunningRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const denial = (key: string): Denial => ({ key, until: Math.ceil(Date.now() / 1000) + 60 })
const opened: RedisDenylist[] = []
afterEach(async () => {
  for (const denylist of opened.splice(0)) await denylist.close()
})

/** What a test does to the connection and the clocks of one process. */
interface Disturbance {
  /** Operations that are not sent, and end at their deadline. */
  stuck: Set<string>
  /** Milliseconds that the answer to an operation is held back. */
  held: Map<string, number>
  /** Messages that are not delivered. */
  deaf: boolean
  monotonic: number
  wall: number
}

/** One process with a replica. The database is shared, as it is between real ones. */
async function open(prefix: string, database: Denial[], server = redis) {
  const disturbed: Disturbance = { stuck: new Set(), held: new Map(), deaf: false, monotonic: 0, wall: 0 }
  const asked: string[] = []
  const real = await openRedis(server.url)
  const commands: RedisCommands = {
    ...real,
    async evalsha(sha, keys, args) {
      const op = args[0]!
      asked.push(op)
      if (disturbed.stuck.has(op)) {
        await pause(500)
        throw new Unavailable('Not sent')
      }
      const answer = await real.evalsha(sha, keys, args)
      await pause(disturbed.held.get(op) ?? 0)
      return answer
    },
    subscribe: (channel, on) =>
      real.subscribe!(channel, { ...on, message: (text) => disturbed.deaf || on.message(text) }),
  }
  const denylist = createRedisDenylist({
    commands,
    prefix,
    replica: true,
    report: () => {},
    monotonic: () => performance.now() + disturbed.monotonic,
    wall: () => Date.now() + disturbed.wall,
    listDenials: async ({ after, limit }) =>
      database
        .filter(({ key }) => key > after)
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .slice(0, limit),
  })
  opened.push(denylist)
  await expect.poll(() => denylist.state().lease, { timeout: 5000, interval: 10 }).toBe(true)
  return { denylist, disturbed, asked, commands }
}

let count = 0
async function openTwo() {
  const prefix = `replica-${++count}`
  const database: Denial[] = []
  const writer = await open(prefix, database)
  const reader = await open(prefix, database)
  /** As a logout does: committed first, then denied. */
  const deny = async (...denials: Denial[]) => {
    database.push(...denials)
    await writer.denylist.deny(denials)
  }
  return { prefix, database, writer, reader, deny, keys: keysFor(prefix) }
}

test('while it has a lease a process answers alone: not one command for a thousand checks', async () => {
  const { reader, deny } = await openTwo()
  await deny(denial('sid:a'))
  reader.asked.length = 0
  for (let i = 0; i < 1000; i++) expect(await reader.denylist.find([`sid:${i}`, 'ver:a:1'])).toBeNull()
  expect(await reader.denylist.find(['sid:a'])).toBe('sid:a')
  expect(reader.asked.filter((op) => op !== 'beat')).toEqual([])
})

test('RV-11: when a denial is confirmed every process has it: no check that begins afterwards lets it pass', async () => {
  const { reader, writer, deny } = await openTwo()
  const late: string[] = []
  for (let i = 0; i < 300; i++) {
    const key = `sid:${i}`
    await deny(denial(key))
    for (const { denylist } of [reader, writer]) if ((await denylist.find([key])) !== key) late.push(key)
  }
  expect(late).toEqual([])
})

test('without messages it is the heartbeat that brings a denial, and its writer waits for it', async () => {
  const { reader, deny } = await openTwo()
  reader.disturbed.deaf = true
  for (let i = 0; i < 5; i++) {
    await deny(denial(`sid:${i}`))
    expect(await reader.denylist.find([`sid:${i}`])).toBe(`sid:${i}`)
  }
})

test('a process that hears nothing and says nothing is waited for until its lease is over, once', async () => {
  const { reader, deny, keys } = await openTwo()
  reader.disturbed.deaf = true
  for (const op of ['beat', 'find']) reader.disturbed.stuck.add(op)
  const began = performance.now()
  await deny(denial('sid:a'))
  expect(reader.denylist.state().lease).toBe(false)
  expect(performance.now() - began).toBeGreaterThan(LEASE - 400)
  const again = performance.now()
  await deny(denial('sid:b'))
  expect(performance.now() - again, 'nobody waits for it again').toBeLessThan(LEASE / 2)
  expect(await redis.command('HLEN', keys.replicas)).toBe(1)
})

test('a lease counts from before its heartbeat was sent, not from its answer', async () => {
  const { reader } = await openTwo()
  reader.disturbed.held.set('beat', 700)
  const beats = () => reader.asked.filter((op) => op === 'beat').length
  const before = beats()
  await expect.poll(beats, { interval: 1, timeout: 3000 }).toBe(before + 1)
  const sent = performance.now()
  // Its answer comes after 700 ms; nothing renews it after that.
  await pause(750)
  reader.disturbed.stuck.add('beat')
  await expect.poll(() => reader.denylist.state().lease, { interval: 1, timeout: 3000 }).toBe(false)
  expect(performance.now() - sent).toBeLessThan(LEASE + 700)
})

test('a machine that was suspended has no lease: its monotonic clock stood still, the other did not', async () => {
  const { reader } = await openTwo()
  reader.disturbed.stuck.add('beat')
  expect(reader.denylist.state().lease).toBe(true)
  reader.disturbed.wall += 60_000
  expect(reader.denylist.state().lease).toBe(false)
  reader.disturbed.wall -= 120_000
  expect(reader.denylist.state().lease, 'nor has one whose clock was set back').toBe(false)
  reader.disturbed.wall += 60_000
  reader.disturbed.monotonic += LEASE + 1
  expect(reader.denylist.state().lease).toBe(false)
})

test('an entry that is gone from Redis before its time makes a denial unconfirmed, and stays in the replicas', async () => {
  const { writer, reader, database, keys } = await openTwo()
  database.push(denial('sid:a'))
  writer.disturbed.held.set('deny', 50)
  const denied = writer.denylist.deny([denial('sid:a')])
  await expect.poll(() => redis.command('DEL', keys.entry('sid:a')), { interval: 1 }).toBe(1)
  await expect(denied).rejects.toThrow('gone')
  for (const { denylist } of [writer, reader]) expect(await denylist.find(['sid:a'])).toBe('sid:a')
})

test('a wiped Redis has no list of replicas either: nothing is confirmed until every old lease is over', async () => {
  const { reader, writer, database } = await openTwo()
  reader.disturbed.deaf = true
  for (const op of ['beat', 'find']) reader.disturbed.stuck.add(op)
  await redis.command('FLUSHALL')
  database.push(denial('sid:a'))
  for (;;) {
    const held = reader.denylist.state().lease
    const confirmed = await writer.denylist.deny([denial('sid:a')]).then(
      () => true,
      () => false,
    )
    if (confirmed) {
      expect(reader.denylist.state().lease).toBe(false)
      break
    }
    if (held) expect(reader.denylist.state().trust).toBe('trusted')
    await pause(5)
  }
})

test('a reader that finds a gap in the log loads a snapshot again, and has no lease until it has it', async () => {
  const { reader, deny, keys } = await openTwo()
  reader.disturbed.deaf = true
  reader.disturbed.stuck.add('beat')
  await expect.poll(() => reader.denylist.state().lease, { timeout: 3000 }).toBe(false)
  await deny(...Array.from({ length: 20 }, (_, i) => denial(`sid:${i}`)))
  await redis.command('XTRIM', keys.log, 'MAXLEN', '0')
  reader.asked.length = 0
  reader.disturbed.stuck.delete('beat')
  await expect.poll(() => reader.denylist.state().lease, { timeout: 3000 }).toBe(true)
  expect(reader.asked).toContain('tail')
  reader.asked.length = 0
  for (let i = 0; i < 20; i++) expect(await reader.denylist.find([`sid:${i}`])).toBe(`sid:${i}`)
  expect(reader.asked, 'from its own memory').not.toContain('find')
})

test('RV-12: an older snapshot comes back with its epoch in it, and is not believed', async () => {
  const server = await startRedis()
  const database: Denial[] = []
  const { denylist, disturbed } = await open('old', database, server)
  const restore = await server.snapshot()
  const epoch = await server.command('GET', keysFor('old').epoch)
  database.push(denial('sid:a'))
  await denylist.deny([denial('sid:a')])
  // Kept from mending it until we have seen it.
  for (const op of ['find', 'beat', 'memory']) disturbed.stuck.add(op)
  await restore()
  expect(await server.command('GET', keysFor('old').epoch)).toBe(epoch)
  expect(await server.command('EXISTS', keysFor('old').entry('sid:a'))).toBe(0)
  disturbed.stuck.clear()
  const answers = new Set<unknown>()
  await expect
    .poll(
      async () => {
        answers.add(await denylist.find(['sid:a']).catch(() => 'unknown'))
        return server.command('GET', keysFor('old').epoch)
      },
      { timeout: 8000, interval: 5 },
    )
    .not.toBe(epoch)
  await expect.poll(() => denylist.find(['sid:a']).catch(() => 'unknown'), { timeout: 8000 }).toBe('sid:a')
  expect(answers).not.toContain(null)
  await denylist.close()
  await server.stop()
})

test('a copy is taken a page at a time: requests are answered in between, also from a database in the same process', async () => {
  const pages = 20
  let [asked, turnsAtStart, turns] = [0, 0, 0]
  const tick = setInterval(() => turns++, 0)
  const denylist = createRedisDenylist({
    commands: await openRedis(redis.url),
    prefix: `replica-${++count}`,
    replica: true,
    report: () => {},
    async listDenials({ limit }) {
      // The trust's own rebuild asks for other pages; a copy begins with the first of its size.
      if (limit !== 5000) return []
      if (asked++ === 0) turnsAtStart = turns
      const until = performance.now() + 2
      while (performance.now() < until);
      return asked >= pages ? [] : Array.from({ length: limit }, (_, index) => denial(`sid:${asked}:${index}`))
    },
  })
  opened.push(denylist)
  await expect.poll(() => denylist.state().lease, { timeout: 5000, interval: 10 }).toBe(true)
  clearInterval(tick)
  expect(asked).toBeGreaterThanOrEqual(pages)
  expect(turns - turnsAtStart).toBeGreaterThan(pages)
})
