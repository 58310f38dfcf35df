import type { Mutant } from './mutant.ts'

const denylist = ['db/denylist/redis-denylist.test.ts']
const replica = ['db/denylist/replica.test.ts']
const breaker = ['db/denylist/breaker.test.ts']
const upstash = ['db/denylist/upstash-client.test.ts']
const script = ['db/denylist/script.test.ts']

/** A denylist beside the database: wiped, restarted, slow, or answering something else. */
export const redisMutants: readonly Mutant[] = [
  {
    name: 'no-number-is-absent',
    lesson: 'RV-14, E11',
    file: 'db/denylist/script.ts',
    from: "if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number",
    to: 'return Number(number) || 0',
    tests: script,
  },
  {
    name: 'any-answer-is-ok',
    lesson: 'RV-14, E11',
    file: 'db/denylist/script.ts',
    from: "if (said === 'ok' || said === 'distrust' || said === 'busy' || said === 'lost') return { said, rest }",
    to: "return { said: said === 'distrust' || said === 'busy' || said === 'lost' ? said : 'ok', rest }",
    tests: script,
  },
  {
    name: 'wiped-redis-is-believed',
    lesson: 'RV-12, pain 35',
    file: 'db/denylist/script.ts',
    from: `  if redis.call('GET', EPOCH) ~= epoch then return {'distrust'} end
  for i = 2, #KEYS do`,
    to: '  for i = 2, #KEYS do',
    tests: denylist,
  },
  {
    name: 'entry-without-an-end',
    lesson: 'RV-04',
    file: 'db/denylist/script.ts',
    from: "redis.call('SET', KEYS[i], '1', 'EXAT', ends)",
    to: "redis.call('SET', KEYS[i], '1')",
    tests: denylist,
  },
  {
    name: 'slower-instance-shortens-an-entry',
    lesson: 'RV-04, RV-05',
    file: 'db/denylist/script.ts',
    from: "if redis.call('EXPIRETIME', KEYS[i]) < ends then",
    to: 'if true then',
    tests: denylist,
  },
  {
    name: 'restarted-redis-is-given-its-script-again',
    lesson: 'RV-12, pain 34',
    file: 'db/denylist/trust.ts',
    from: 'if (error instanceof NoScript && epoch === trusted) lose(error)',
    to: `if (error instanceof NoScript)
        return commands
          .load(scriptFor(trusted.id))
          .then(() => commands.evalsha(trusted.sha, ask, args))
          .then(decode)`,
    tests: denylist,
  },
  {
    name: 'rebuilt-with-nothing',
    lesson: 'RV-12',
    file: 'db/denylist/trust.ts',
    from: 'const page = await listDenials({ after, limit: PAGE })\n      const ends',
    to: 'const page = (await listDenials({ after, limit: PAGE })).slice(0, 0)\n      const ends',
    tests: denylist,
  },
  {
    name: 'evicting-redis-is-believed',
    lesson: 'RV-11',
    file: 'db/denylist/trust.ts',
    from: "return policy !== undefined && policy !== 'noeviction' && Number(field('maxmemory')) > 0",
    to: "return policy === 'volatile-lru' && Number(field('maxmemory')) > 0",
    tests: denylist,
  },
  {
    name: 'logout-waits-for-no-replica',
    lesson: 'RV-10, RV-11, pain 1',
    file: 'db/denylist/redis-denylist.ts',
    from: 'await untilSeen({ trust, monotonic }, { entries, ends, tail: integer(tail), waiting })',
    to: 'integer(tail)',
    tests: replica,
  },
  {
    name: 'lost-entry-is-confirmed',
    lesson: 'LO-01, RV-12',
    file: 'db/denylist/redis-denylist.ts',
    from: "if (integer(missing) > 0) throw new Unavailable('An entry that was written is gone')",
    to: 'integer(missing)',
    tests: replica,
  },
  {
    name: 'replica-answers-without-a-lease',
    lesson: 'RV-10, pain 10',
    file: 'db/denylist/replica.ts',
    from: 'return passed >= 0 && passed <= LEASE && shown >= 0 && shown <= LEASE',
    to: 'return passed >= 0 || shown >= 0',
    tests: replica,
  },
  {
    name: 'suspended-machine-keeps-its-lease',
    lesson: 'SF-10, RV-10',
    file: 'db/denylist/replica.ts',
    from: 'passed <= LEASE && shown >= 0 && shown <= LEASE',
    to: 'passed <= LEASE && !Number.isNaN(shown)',
    tests: replica,
  },
  {
    name: 'lease-counts-from-the-answer',
    lesson: 'RV-10',
    file: 'db/denylist/replica.ts',
    from: '} else if (cursor! >= integer(tail)) lease = sent',
    to: '} else if (cursor! >= integer(tail)) lease = { monotonic: monotonic(), wall: wall() }',
    tests: replica,
  },
  {
    name: 'entry-leaves-a-lifetime-early',
    lesson: 'RV-05',
    file: 'db/denylist/entries.ts',
    from: 'Math.max(0, until - now)) + ROUNDING',
    to: 'Math.max(0, until - now)) - 300',
    tests: replica,
  },
  {
    name: 'breaker-never-closes',
    lesson: 'pain 37',
    file: 'db/denylist/breaker.ts',
    from: "if (turn === began && state === 'probing') change('closed')",
    to: "if (turn !== began && state === 'probing') change('closed')",
    tests: breaker,
  },
  {
    name: 'breaker-lets-the-storm-through',
    lesson: 'pain 37, E11',
    file: 'db/denylist/breaker.ts',
    from: "else if (state !== 'closed') throw",
    to: "else if (state === 'open') throw",
    tests: breaker,
  },
  {
    name: 'late-failure-opens-the-breaker-again',
    lesson: 'pain 37',
    file: 'db/denylist/breaker.ts',
    from: "else if (turn === began) change('open')",
    to: "else change('open')",
    tests: breaker,
  },
  {
    name: 'what-is-no-text-is-absent',
    lesson: 'RV-14, E11',
    file: 'db/denylist/upstash-client.ts',
    from: 'return value === null ? null : text(value)',
    to: "return typeof value === 'string' ? value : null",
    tests: upstash,
  },
  {
    name: 'one-deadline-for-the-life-of-the-client',
    lesson: 'E11',
    file: 'db/denylist/upstash-client.ts',
    from: 'signal: () => AbortSignal.timeout(deadline),',
    to: 'signal: AbortSignal.timeout(deadline),',
    tests: upstash,
  },
  {
    name: 'failed-command-is-tried-again',
    lesson: 'E11',
    file: 'db/denylist/upstash-client.ts',
    from: 'retry: { retries: 0 },',
    to: 'retry: { retries: 1 },',
    tests: upstash,
  },
]
