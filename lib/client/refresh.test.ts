import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { viewOf } from '../auth/index.ts'
import { LIFETIMES, openTestSession } from '../auth/testing.ts'
import { refreshOnce } from './refresh.ts'
import { createLocks } from './testing.ts'
import { forgetTimes, learnTimes, readTimes, timesOf } from './times.ts'

afterEach(() => vi.unstubAllGlobals())

/**
 * What Node lacks of a browser, as small as it can be, before the real engine: a lock whose holders follow each other, and a
 * storage that tabs share. The real ones are met in e2e/browser.
 */
async function openTabs() {
  const engine = await openTestSession()
  const { auth, browser, clock, advance } = engine
  const stored = new Map<string, string>()
  const requests: string[] = []
  let answer: (() => Response) | null = null
  vi.stubGlobal('navigator', { locks: createLocks() })
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => void stored.set(key, text),
  })
  vi.stubGlobal('fetch', async (url: string) => {
    requests.push(url)
    await pause(5)
    if (answer) return answer()
    const { session } = await browser.refresh()
    return Response.json({ session: viewOf(session, session.id), now: clock() })
  })
  // What this module remembers by itself is another browser's.
  forgetTimes()
  const own = await auth.findOwnSession(await browser.use())
  learnTimes(timesOf(own!, clock()))
  advance(LIFETIMES.access)
  return { ...engine, requests, answerWith: (give: () => Response) => (answer = give) }
}

test('RT-14: three tabs that wake at the expiry ask once: whoever gets the lock later finds that all is done', async () => {
  const { requests, row } = await openTabs()
  const before = readTimes()!
  const renewals = await Promise.all([refreshOnce(), refreshOnce(), refreshOnce()])
  expect(renewals).toEqual(Array(3).fill({ kind: 'renewed' }))
  expect(requests).toEqual(['/api/auth/refresh'])
  expect((await row()).generation).toBe(1)
  expect(readTimes()!.accessExpiresAt).toBe(before.accessExpiresAt + LIFETIMES.access)
})

test.each([500, 502, 503])('a %i is no refusal: nobody is logged out by an outage', async (status) => {
  const { answerWith } = await openTabs()
  const before = readTimes()
  answerWith(() => Response.json({ code: 'store_unavailable' }, { status }))
  expect(await refreshOnce()).toEqual({ kind: 'offline' })
  expect(readTimes()).toEqual(before)
})

test('a 401 is one: the login is over, and this browser knows why', async () => {
  const { answerWith } = await openTabs()
  answerWith(() => Response.json({ code: 'refresh_reused' }, { status: 401 }))
  expect(await refreshOnce()).toEqual({ kind: 'gone', code: 'refresh_reused' })
  expect(readTimes()).toBeNull()
})
