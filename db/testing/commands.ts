import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NoScript, type RedisCommands, Unavailable } from '../denylist/commands.ts'
import { shaOf } from '../denylist/script.ts'
import { type RunningRedis, startRedis } from './redis.ts'

/** What the rejection is, and everything of it that a log could print. */
export async function failure(promise: Promise<unknown>): Promise<{ error: unknown; printed: string; took: number }> {
  const started = performance.now()
  const error = await promise.then(
    () => expect.fail('it was answered'),
    (thrown: unknown) => thrown,
  )
  const { message, cause } = error as Error
  return { error, printed: `${message} ${JSON.stringify(cause)}`, took: performance.now() - started }
}

/** What every client of Redis must do, however it reaches it. */
export function describeCommands(
  name: string,
  open: (redis: RunningRedis) => Promise<{ commands: RedisCommands; stop(): Promise<void> }>,
): void {
  describe(`the commands of ${name}`, () => {
    let redis: RunningRedis
    let commands: RedisCommands
    let stop: () => Promise<void>
    beforeAll(async () => {
      redis = await startRedis()
      ;({ commands, stop } = await open(redis))
    })
    afterAll(async () => {
      await stop()
      await redis.stop()
    })

    test('a text stays a text, whatever it looks like, and nothing is null', async () => {
      for (const [i, value] of ['42', 'null', '{"a":1}', 'OK', '', 'T0s=', 'zwölf'].entries()) {
        await redis.command('SET', `text:${i}`, value)
        expect(await commands.get(`text:${i}`)).toBe(value)
      }
      expect(await commands.get('nothing')).toBeNull()
    })

    test('a script that was loaded answers integers, texts and lists in lists', async () => {
      const script = "return {'ok', 3, {KEYS[1], {ARGV[1], '7'}}, redis.call('GET', KEYS[1])}"
      expect(await commands.load(script)).toBe(shaOf(script))
      expect(await commands.evalsha(shaOf(script), ['key'], ['argument'])).toEqual([
        'ok',
        3,
        ['key', ['argument', '7']],
        null,
      ])
    })

    test('a script that Redis does not know is told from every other refusal', async () => {
      const { error } = await failure(commands.evalsha(shaOf('never loaded'), ['key'], []))
      expect(error).toBeInstanceOf(NoScript)
      await redis.command('SET', 'text', 'x')
      const sha = await commands.load("return redis.call('INCR', KEYS[1])")
      const refused = await failure(commands.evalsha(sha, ['text'], ['secret-argument']))
      expect(refused.error).toBeInstanceOf(Unavailable)
      expect(refused.printed).not.toMatch(/secret-argument|not an integer/)
    })

    test('a restart forgets scripts, and says so', async () => {
      const sha = await commands.load('return 1')
      await redis.restart()
      await expect.poll(() => commands.evalsha(sha, [], []).catch((error) => error.name)).toBe('NoScript')
      expect(await commands.load('return 1')).toBe(sha)
      expect(await commands.evalsha(sha, [], [])).toBe(1)
    })

    test('2,000 keys go in one command', async () => {
      const sha = await commands.load('return #KEYS')
      const keys = Array.from({ length: 2000 }, (_, i) => `{prefix}:jti:${String(i).padStart(64, '0')}`)
      expect(await commands.evalsha(sha, keys, keys)).toBe(2000)
    })

    test('100 commands at once get 100 answers, each its own', async () => {
      const sha = await commands.load('return ARGV[1]')
      const asked = Array.from({ length: 100 }, (_, i) => String(i))
      expect(await Promise.all(asked.map((one) => commands.evalsha(sha, [], [one])))).toEqual(asked)
    })
  })
}
