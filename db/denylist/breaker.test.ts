import { afterEach, describe, expect, test } from 'vitest'
import { failure } from '../testing/commands.ts'
import { startFaulty } from '../testing/faulty-http.ts'
import { startRedis } from '../testing/redis.ts'
import { startGateway } from '../testing/upstash-gateway.ts'
import { type BreakerState, withBreaker } from './breaker.ts'
import { NoScript, Unavailable } from './commands.ts'
import { shaOf } from './script.ts'
import { openUpstash } from './upstash-client.ts'

const opened: { stop(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.stop()
})

/** A breaker before a real Redis, whose line can be cut; `clock` moves when told. */
async function start() {
  const redis = await startRedis()
  const gateway = await startGateway(redis.url)
  const faulty = await startFaulty(gateway.url)
  opened.push(redis, gateway, faulty)
  const clock = { now: 0 }
  const states: BreakerState[] = []
  const upstash = openUpstash({ url: faulty.url, token: gateway.token, deadline: 300 })
  const commands = withBreaker(upstash, { now: () => clock.now, onChange: (state) => states.push(state) })
  return { faulty, commands, clock, states }
}

describe('the breaker', () => {
  test('SF-03: a Redis that hangs costs one deadline, not one for each request', async () => {
    const { faulty, commands, states } = await start()
    faulty.set('hang')
    expect((await failure(commands.get('key'))).took).toBeGreaterThan(200)
    const started = performance.now()
    for (let i = 0; i < 200; i++) expect((await failure(commands.get('key'))).error).toBeInstanceOf(Unavailable)
    expect(performance.now() - started).toBeLessThan(200)
    expect(faulty.requests).toBe(1)
    expect(states).toEqual(['open'])
  })

  test('after the pause exactly one call goes through; while it is on its way, the others fail at once', async () => {
    const { faulty, commands, clock, states } = await start()
    faulty.set('hang')
    await failure(commands.get('key'))
    clock.now += 1000
    const storm = await Promise.all(Array.from({ length: 50 }, () => failure(commands.get('key'))))
    expect(faulty.requests).toBe(2)
    expect(storm.filter(({ took }) => took > 200)).toHaveLength(1)
    expect(states).toEqual(['open', 'probing', 'open'])
    clock.now += 999
    await failure(commands.get('key'))
    expect(faulty.requests, 'the pause begins again').toBe(2)
    faulty.set('pass')
    clock.now += 1
    expect(await commands.get('key')).toBeNull()
    expect(await Promise.all([commands.get('key'), commands.get('key')])).toEqual([null, null])
    expect(states.slice(3)).toEqual(['probing', 'closed'])
  })

  test('a script that Redis does not know is an answer', async () => {
    const { faulty, commands, clock, states } = await start()
    const unknown = () => commands.evalsha(shaOf('never loaded'), [], [])
    for (let i = 0; i < 3; i++) expect((await failure(unknown())).error).toBeInstanceOf(NoScript)
    expect(states).toEqual([])
    faulty.set('reset')
    await failure(commands.get('key'))
    faulty.set('pass')
    clock.now += 1000
    expect((await failure(unknown())).error).toBeInstanceOf(NoScript)
    expect(states).toEqual(['open', 'probing', 'closed'])
  })

  test('a call that began before the breaker closed again does not open it when it fails late', async () => {
    const { faulty, commands, clock, states } = await start()
    faulty.set('hang')
    const early = failure(commands.get('early'))
    await expect.poll(() => faulty.requests).toBe(1)
    faulty.set('reset')
    await failure(commands.get('key'))
    faulty.set('pass')
    clock.now += 1000
    expect(await commands.get('key')).toBeNull()
    expect((await early).took).toBeGreaterThan(200)
    expect(await commands.get('key')).toBeNull()
    expect(states).toEqual(['open', 'probing', 'closed'])
  })

  test('one failure of many at once opens it once', async () => {
    const { faulty, commands, states } = await start()
    faulty.set({ status: 500, body: '{}' })
    await Promise.all(Array.from({ length: 30 }, () => failure(commands.get('key'))))
    expect(states).toEqual(['open'])
  })
})
