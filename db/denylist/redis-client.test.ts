import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { describeCommands, failure } from '../testing/commands.ts'
import { freePort } from '../testing/free-port.ts'
import { makeCertificate, type RedisSettings, type RunningRedis, startRedis } from '../testing/redis.ts'
import { type RedisCommands, Unavailable } from './commands.ts'
import { openRedis, type RedisOptions } from './redis-client.ts'

describeCommands('Redis over its protocol', async ({ url }) => {
  const commands = await openRedis(url)
  return { commands, stop: () => commands.close() }
})

const opened: { stop(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.stop()
})
async function start(settings?: RedisSettings): Promise<RunningRedis> {
  const redis = await startRedis(settings)
  opened.push(redis)
  return redis
}
async function open(url: string, options?: RedisOptions): Promise<RedisCommands> {
  const commands = await openRedis(url, options)
  opened.push({ stop: () => commands.close() })
  return commands
}
const untilAnswered = (commands: RedisCommands) =>
  expect.poll(() => commands.get('any').catch(() => 'unavailable'), { timeout: 5000 }).toBeNull()

describe('a Redis that hangs', () => {
  test('SF-03: costs its deadline once; every call after it fails at once until Redis answers again', async () => {
    const redis = await start()
    const commands = await open(redis.url, { deadline: 300 })
    redis.pause()
    const first = await Promise.all(Array.from({ length: 20 }, () => failure(commands.get('key'))))
    for (const { error, took } of first) {
      expect(error).toBeInstanceOf(Unavailable)
      expect(took).toBeGreaterThan(250)
      expect(took).toBeLessThan(450)
    }
    for (let i = 0; i < 50; i++) expect((await failure(commands.get('key'))).took).toBeLessThan(50)
    redis.resume()
    await untilAnswered(commands)
  })

  test('answers late to nobody: the next command gets its own answer', async () => {
    const redis = await start()
    for (const name of ['a', 'b', 'c']) await redis.command('SET', name, `the value of ${name}`)
    const commands = await open(redis.url, { deadline: 200 })
    for (let i = 0; i < 3; i++) {
      redis.pause()
      await failure(commands.get('a'))
      redis.resume()
      await expect.poll(() => commands.get('b').catch(() => null), { timeout: 5000 }).toBe('the value of b')
      expect(await Promise.all(['c', 'b', 'nothing'].map((key) => commands.get(key)))).toEqual([
        'the value of c',
        'the value of b',
        null,
      ])
    }
  })

  test('does not pile up connections while it hangs', async () => {
    const redis = await start()
    const commands = await open(redis.url, { deadline: 100 })
    redis.pause()
    for (let i = 0; i < 30; i++) {
      await failure(commands.get('key'))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    redis.resume()
    await untilAnswered(commands)
    await expect
      .poll(
        async () =>
          String(await redis.command('CLIENT', 'LIST'))
            .trim()
            .split('\n').length,
        { timeout: 5000 },
      )
      .toBe(2)
  })

  test('is not what a busy process takes its own delay for', async () => {
    const redis = await start()
    const commands = await open(redis.url, { deadline: 200 })
    const asked = commands.get('key')
    // Written by then, and answered while nobody reads.
    await new Promise((resolve) => setImmediate(resolve))
    const end = performance.now() + 400
    while (performance.now() < end);
    expect(await asked).toBeNull()
  })
})

describe('a Redis that is away', () => {
  test('fails every call at once, and is found again when it is back', async () => {
    const redis = await start()
    const commands = await open(redis.url)
    await redis.kill()
    await expect.poll(async () => (await failure(commands.get('key'))).took).toBeLessThan(20)
    for (let i = 0; i < 20; i++) expect((await failure(commands.get('key'))).took).toBeLessThan(20)
    await redis.start()
    await untilAnswered(commands)
  })

  test('stops no start: it is found when it comes', async () => {
    const port = await freePort()
    const commands = await open(`redis://127.0.0.1:${port}`)
    expect((await failure(commands.get('key'))).error).toBeInstanceOf(Unavailable)
    await start({ port })
    await untilAnswered(commands)
  })

  test('that accepts and says nothing stops the start for seconds, not for ever', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    opened.push({ stop: async () => void silent.close() })
    const started = performance.now()
    const commands = await open(`redis://127.0.0.1:${(silent.address() as AddressInfo).port}`)
    expect(performance.now() - started).toBeLessThan(3000)
    expect((await failure(commands.get('key'))).took).toBeLessThan(20)
  })

  test('fails what was on its way when it died', async () => {
    const redis = await start()
    const commands = await open(redis.url)
    redis.pause()
    const asked = failure(commands.get('key'))
    await redis.kill()
    const { error, took } = await asked
    expect(error).toBeInstanceOf(Unavailable)
    expect(took).toBeLessThan(300)
  })
})

describe('messages', () => {
  test('arrive as they were published, in order, beside commands', async () => {
    const redis = await start()
    const commands = await open(redis.url)
    const heard: string[] = []
    const stop = await commands.subscribe!('channel', { message: (text) => heard.push(text), lost: () => {} })
    const sent = Array.from({ length: 100 }, (_, i) => `line ${i}\nä,"b" 42`)
    for (const [i, one] of sent.entries()) {
      await redis.command('PUBLISH', 'channel', one)
      expect(await commands.get(`key ${i}`)).toBeNull()
    }
    await expect.poll(() => heard).toEqual(sent)
    await stop()
    await redis.command('PUBLISH', 'channel', 'after')
    await commands.get('key')
    expect(heard).toHaveLength(100)
  })

  test('come again after a restart, with a word that some may be lost', async () => {
    const redis = await start()
    const commands = await open(redis.url)
    const heard: string[] = []
    await commands.subscribe!('channel', { message: (text) => heard.push(text), lost: () => heard.push('(lost)') })
    await redis.restart()
    await expect.poll(() => heard, { timeout: 5000 }).toEqual(['(lost)'])
    await redis.command('PUBLISH', 'channel', 'news')
    await expect.poll(() => heard).toEqual(['(lost)', 'news'])
  })

  test('may be asked for while Redis is away', async () => {
    const redis = await start()
    const commands = await open(redis.url)
    await redis.kill()
    await expect.poll(() => commands.get('key').catch(() => 'away')).toBe('away')
    const heard: string[] = []
    await commands.subscribe!('channel', { message: (text) => heard.push(text), lost: () => heard.push('(lost)') })
    await redis.start()
    await expect.poll(() => heard, { timeout: 5000 }).toEqual(['(lost)'])
    await redis.command('PUBLISH', 'channel', 'news')
    await expect.poll(() => heard).toEqual(['(lost)', 'news'])
  })

  test('come again when somebody cuts the connection', async () => {
    const redis = await start()
    const commands = await open(redis.url)
    const heard: string[] = []
    await commands.subscribe!('channel', { message: (text) => heard.push(text), lost: () => heard.push('(lost)') })
    await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await expect.poll(() => heard, { timeout: 5000 }).toEqual(['(lost)'])
    await redis.command('PUBLISH', 'channel', 'news')
    await expect.poll(() => heard).toEqual(['(lost)', 'news'])
  })

  test('that cannot be read are as good as lost, and cost nobody the connection', async () => {
    const redis = await start()
    const commands = await open(redis.url)
    let lost = 0
    const message = (text: string) => {
      throw new Error(text)
    }
    await commands.subscribe!('channel', { message, lost: () => lost++ })
    const before = await redis.command('CLIENT', 'LIST', 'TYPE', 'pubsub')
    await redis.command('PUBLISH', 'channel', 'nonsense')
    await expect.poll(() => lost).toBe(1)
    expect(await commands.get('key')).toBeNull()
    const id = (list: unknown) => /id=\d+/.exec(String(list))![0]
    expect(id(await redis.command('CLIENT', 'LIST', 'TYPE', 'pubsub'))).toBe(id(before))
  })

  test('that a user may not hear are refused, and everything else goes on', async () => {
    const redis = await start()
    await redis.command('ACL', 'SETUSER', 'deaf', 'on', '>word', '~*', '+@all', 'resetchannels')
    const commands = await open(redis.url.replace('//', '//deaf:word@'))
    const on = { message: () => {}, lost: () => {} }
    expect((await failure(commands.subscribe!('channel', on))).error).toBeInstanceOf(Unavailable)
    expect(await commands.get('key')).toBeNull()
    await redis.command('CLIENT', 'KILL', 'USER', 'deaf')
    await untilAnswered(commands)
  })
})

describe('a secret', () => {
  test('a certificate that nobody vouches for is refused, with its authority it is believed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'certificate-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const tls = makeCertificate(folder)
    const redis = await start({ tls })
    const trusting = await open(redis.url, { ca: readFileSync(tls.cert, 'utf8') })
    expect(await trusting.get('key')).toBeNull()
    const careful = await open(redis.url)
    expect((await failure(careful.get('key'))).error).toBeInstanceOf(Unavailable)
  })

  test('a password opens; a wrong one does not, and no error tells it', async () => {
    const redis = await start({ more: ['--requirepass', 'right-word'] })
    const commands = await open(redis.url.replace('//', '//:right-word@'))
    expect(await commands.get('key')).toBeNull()
    const wrong = await open(redis.url.replace('//', '//:wrong-word@'))
    const { error, printed } = await failure(wrong.get('key'))
    expect(error).toBeInstanceOf(Unavailable)
    expect(printed).not.toContain('wrong-word')
    const none = await failure(openRedis('redis://user:wrong-word@host:port'))
    expect(none.error).toBeInstanceOf(TypeError)
    expect(none.printed).not.toContain('wrong-word')
  })
})

test('closing fails what is on its way and reconnects no more', async () => {
  const redis = await start()
  const commands = await openRedis(redis.url)
  redis.pause()
  const asked = failure(commands.get('key'))
  await commands.close()
  expect((await asked).error).toBeInstanceOf(Unavailable)
  redis.resume()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(
    String(await redis.command('CLIENT', 'LIST'))
      .trim()
      .split('\n'),
  ).toHaveLength(1)
})
