import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Denylist } from '@/lib/auth/ports.ts'
import { createTestClock, type TestClock } from '@/lib/auth/testing.ts'

export interface OpenedDenylist {
  /** Empty. */
  denylist: Denylist
  close(): Promise<void> | void
}

/** What every Denylist must do, whatever it is made of. */
export function describeDenylist(name: string, open: (clock: TestClock) => Promise<OpenedDenylist>): void {
  describe(`the Denylist of ${name}`, () => {
    let clock: TestClock
    let opened: OpenedDenylist
    let denylist: Denylist
    beforeEach(async () => {
      // Near the machine's own time: some drivers have a clock of their own.
      clock = createTestClock(Math.floor(Date.now() / 1000))
      opened = await open(clock)
      denylist = opened.denylist
    })
    afterEach(() => opened.close())

    test('answers null for what was never denied, near misses included', async () => {
      await denylist.deny([{ key: 'ver:a:1', until: clock() + 60 }])
      expect(await denylist.find(['ver:a:11', 'ver:a:', 'VER:A:1', 'ver:a:1 ', 'ver:b:1'])).toBeNull()
      expect(await denylist.find(['jti:__proto__', 'constructor', ''])).toBeNull()
      expect(await denylist.find([])).toBeNull()
    })

    test('answers the first of the keys that is a member, in the order of the question', async () => {
      const until = clock() + 60
      await denylist.deny(['jti:a', 'sid:b', 'ver:c:1'].map((key) => ({ key, until })))
      expect(await denylist.find(['jti:a', 'sid:b', 'ver:c:1'])).toBe('jti:a')
      expect(await denylist.find(['ver:c:1', 'sid:b', 'jti:a'])).toBe('ver:c:1')
      expect(await denylist.find(['jti:x', 'sid:b', 'jti:a', 'ver:c:1'])).toBe('sid:b')
      expect(await denylist.find(['jti:x', 'jti:y', 'jti:z', 'jti:w', 'ver:c:1'])).toBe('ver:c:1')
    })

    test('finds a retired version behind a token and a session that nobody denied, as every check asks', async () => {
      await denylist.deny([{ key: 'ver:c:1', until: clock() + 60 }])
      expect(await denylist.find(['jti:x', 'sid:y', 'ver:c:1'])).toBe('ver:c:1')
      expect(await denylist.find(['jti:x', 'sid:y', 'ver:c:2'])).toBeNull()
    })

    test('RV-04: denies nothing when there is nothing to deny, and the past without an error', async () => {
      await denylist.deny([])
      await denylist.deny([{ key: 'sid:past', until: clock() - 5 }])
      expect(await denylist.find(['sid:other'])).toBeNull()
    })

    test('denies the same key twice and keeps the longer end, in one command or two', async () => {
      const [early, late] = [clock() + 100, clock() + 1000]
      await denylist.deny([{ key: 'sid:a', until: late }])
      await denylist.deny([{ key: 'sid:a', until: early }])
      await denylist.deny([{ key: 'sid:b', until: early }])
      await denylist.deny([{ key: 'sid:b', until: late }])
      await denylist.deny([
        { key: 'sid:c', until: late },
        { key: 'sid:c', until: early },
      ])
      clock.advance(500)
      await denylist.deny([{ key: 'sid:sweep', until: clock() + 60 }])
      for (const key of ['sid:a', 'sid:b', 'sid:c']) expect(await denylist.find([key])).toBe(key)
    })

    test('remembers an entry until its end at least, whatever is denied in the meantime', async () => {
      await denylist.deny([{ key: 'sid:a', until: clock() + 60 }])
      for (const [i, step] of [30, 29, 0.999].entries()) {
        clock.advance(step)
        await denylist.deny([{ key: `sid:other:${i}`, until: clock() + 1 }])
        expect(await denylist.find(['sid:a'])).toBe('sid:a')
      }
    })

    test('takes 2,000 keys in one command and answers for each', async () => {
      const keys = Array.from({ length: 2000 }, (_, i) => `jti:${i}`)
      await denylist.deny(keys.map((key) => ({ key, until: clock() + 60 })))
      for (const key of keys.filter((_, i) => i % 97 === 0)) expect(await denylist.find([`${key}x`, key])).toBe(key)
      expect(await denylist.find(['jti:2000'])).toBeNull()
    })

    test('loses none of 100 denials at once, and sees each as soon as it is confirmed', async () => {
      const keys = Array.from({ length: 100 }, (_, i) => `sid:${i}`)
      const found = await Promise.all(
        keys.map(async (key) => {
          await denylist.deny([{ key, until: clock() + 60 }])
          return denylist.find([key])
        }),
      )
      expect(found).toEqual(keys)
    })
  })
}
