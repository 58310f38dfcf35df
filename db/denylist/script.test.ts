import { expect, test } from 'vitest'
import { Unavailable } from './commands.ts'
import { createRedisDenylist } from './redis-denylist.ts'
import { decode, integer, keysFor, registry } from './script.ts'

/** What a proxy, another version or a client's decoder may make of an answer. */
const odd = [undefined, null, '', ' ', '0x0', '-1', 'OK', 'nil', true, false, -1, 0.5, Number.NaN, [], [0], {}]

test.each(odd.map((value) => [value]))(
  'RV-14: %j is no number: only an exact 0 says that nothing is denied',
  (value) => {
    expect(() => integer(value)).toThrow(Unavailable)
  },
)

test('a number is a number, and its text over REST', () => {
  expect([0, 1, '0', '42'].map(integer)).toEqual([0, 1, 0, 42])
})

test.each([...odd, 'ok', ['OK'], ['Ok', 0], [0], [1], [['ok', 0]], { 0: 'ok', 1: 0 }].map((reply) => [reply]))(
  'RV-14: %j is no answer of the script',
  (reply) => {
    expect(() => decode(reply)).toThrow(Unavailable)
  },
)

test('a list of replicas that is none stops a logout: nobody knows who may still hold a lease', () => {
  for (const value of [...odd.filter((one) => !(Array.isArray(one) && one.length === 0)), ['id']])
    expect(() => registry(value)).toThrow(Unavailable)
})

test.each([[['ok']], [['ok', null]], [['ok', '']], [['ok', -1]], [['ok', 4]], [['ok', '4']], [['busy']], [null]])(
  'RV-14: a Redis that answers %j has not said "absent"',
  async (reply) => {
    const epoch = '1-epoch'
    let said: unknown = ['ok', 0]
    const denylist = createRedisDenylist({
      // A Redis that is trusted at first, and then answers what no Redis with our script does.
      commands: {
        driver: 'redis',
        evalsha: async () => said,
        load: async () => '',
        get: async (key) => (key === keysFor('x').epoch ? epoch : null),
        close: async () => {},
      },
      listDenials: async () => [],
      report: () => {},
      prefix: 'x',
      replica: false,
    })
    expect(await denylist.ready()).toBe(true)
    const keys = ['jti:a', 'sid:b', 'ver:c:1']
    expect(await denylist.find(keys)).toBeNull()
    said = reply
    await expect(denylist.find(keys)).rejects.toBeInstanceOf(Unavailable)
    await denylist.close()
  },
)
