import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createTurns } from './in-turn.ts'

test('calls about one key follow each other, also after one that failed; those about another key do not wait', async () => {
  const inTurn = createTurns()
  const log: string[] = []
  const call = (key: string, name: string, fails = false) =>
    inTurn(key, async () => {
      log.push(`${name} begins`)
      await pause(5)
      log.push(`${name} ends`)
      if (fails) throw new Error(name)
    })
  const calls = await Promise.allSettled([call('a', '1', true), call('a', '2'), call('b', '3')])
  expect(calls.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  const of = (...names: string[]) => log.filter((line) => names.includes(line[0]!))
  expect(of('1', '2')).toEqual(['1 begins', '1 ends', '2 begins', '2 ends'])
  expect(log.indexOf('3 begins')).toBeLessThan(log.indexOf('1 ends'))
})

test('a call that hangs holds nobody up for long: a turn is no lock', async () => {
  const inTurn = createTurns()
  void inTurn('a', () => new Promise(() => {}))
  const started = performance.now()
  const waiting = Array.from({ length: 20 }, () => inTurn('a', () => pause(1)))
  await Promise.all(waiting)
  expect(performance.now() - started, 'milliseconds').toBeLessThan(2_000)
})
