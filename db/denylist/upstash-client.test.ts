import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { describeCommands, failure } from '../testing/commands.ts'
import { type Fault, type FaultyServer, startFaulty } from '../testing/faulty-http.ts'
import { type RunningRedis, startRedis } from '../testing/redis.ts'
import { type Gateway, startGateway } from '../testing/upstash-gateway.ts'
import { type RedisCommands, Unavailable } from './commands.ts'
import { openUpstash } from './upstash-client.ts'

describeCommands('Redis over REST', async ({ url }) => {
  const gateway = await startGateway(url)
  // 5,000 ms: 100 new connections at once beside other suites; the deadline has tests of its own.
  return { commands: openUpstash({ ...gateway, deadline: 5000 }), stop: gateway.stop }
})

describe('Upstash', () => {
  let redis: RunningRedis
  let gateway: Gateway
  let faulty: FaultyServer
  let commands: RedisCommands
  beforeAll(async () => {
    redis = await startRedis()
    gateway = await startGateway(redis.url)
    faulty = await startFaulty(gateway.url)
    commands = openUpstash({ url: faulty.url, token: gateway.token, deadline: 300 })
  })
  afterEach(() => faulty.set('pass'))
  afterAll(async () => {
    await faulty.stop()
    await gateway.stop()
    await redis.stop()
  })

  test('a command is one request, also when many are asked at once', async () => {
    const patient = openUpstash({ ...gateway, deadline: 5000 })
    const before = gateway.requests
    await Promise.all(Array.from({ length: 20 }, () => patient.get('key')))
    expect(gateway.requests - before).toBe(20)
  })

  const faults: [string, Fault][] = [
    ['500', { status: 500, body: '{"error":"ERR internal"}' }],
    ['429', { status: 429, body: '{"error":"ERR max daily request limit exceeded"}' }],
    ['500 in HTML', { status: 502, type: 'text/html', body: '<html>Bad Gateway</html>' }],
    ['200 in HTML', { status: 200, type: 'text/html', body: '<html>Sign in to this network</html>' }],
    ['half an answer', 'half'],
    ['an empty answer', { status: 200, body: '' }],
    ['nothing in JSON', { status: 200, body: 'null' }],
    ['no result', { status: 200, body: '{}' }],
    ['a result that is no text', { status: 200, body: '{"result":{"key":"value"}}' }],
    ['a result that is a number', { status: 200, body: '{"result":0}' }],
    ['a result that is false', { status: 200, body: '{"result":false}' }],
    ['the answer of a pipeline', { status: 200, body: '[{"result":null}]' }],
    ['an error that says 200', { status: 200, body: '{"error":"ERR something"}' }],
    ['a connection that breaks', 'reset'],
  ]
  test.each(faults)('RV-14, SF-01: %s is not "absent"', async (_name, fault) => {
    await redis.command('SET', 'denied-key', '1')
    faulty.set(fault)
    const before = faulty.requests
    const { error, printed } = await failure(commands.get('denied-key'))
    expect(error).toBeInstanceOf(Unavailable)
    expect(faulty.requests - before, 'nothing is retried').toBe(1)
    expect(printed).not.toMatch(/denied-key|internal|html|Sign in/i)
    faulty.set('pass')
    expect(await commands.get('denied-key')).toBe('1')
  })

  test.each(['hang', 'hang-in-body'] as const)('SF-03: %s costs the deadline, each call its own', async (fault) => {
    faulty.set(fault)
    for (let i = 0; i < 2; i++) {
      const { error, took } = await failure(commands.get('key'))
      expect(error).toBeInstanceOf(Unavailable)
      expect(took).toBeGreaterThan(250)
      expect(took).toBeLessThan(600)
    }
    faulty.set('pass')
    expect(await commands.get('key')).toBeNull()
  })

  test('refused, it fails at once, and is found again', async () => {
    await faulty.refuse()
    const { error, took } = await failure(commands.get('key'))
    expect(error).toBeInstanceOf(Unavailable)
    expect(took).toBeLessThan(100)
    expect((await failure(commands.get('key'))).printed).toContain('ECONNREFUSED')
    await faulty.accept()
    expect(await commands.get('key')).toBeNull()
  })

  test('a Redis that hangs behind it costs the deadline', async () => {
    redis.pause()
    const { error, took } = await failure(commands.get('key'))
    redis.resume()
    expect(error).toBeInstanceOf(Unavailable)
    expect(took).toBeLessThan(600)
  })

  test('a wrong token is refused, and neither it nor the command is in the error', async () => {
    const wrong = openUpstash({ url: gateway.url, token: 'wrong-token' })
    const sha = await commands.load('return 1')
    const { error, printed } = await failure(wrong.evalsha(sha, ['some-key'], ['some-argument']))
    expect(error).toBeInstanceOf(Unavailable)
    expect(printed).not.toMatch(/wrong-token|some-key|some-argument/)
  })

  test('an address that is none is not told', async () => {
    expect(() => openUpstash({ url: 'not-an-address', token: 'word' })).toThrow(
      'The address of Upstash Redis cannot be used',
    )
  })
})
