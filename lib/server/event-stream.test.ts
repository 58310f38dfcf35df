import { expect, test, vi } from 'vitest'
import { LIFETIMES, openTestSession } from '../auth/testing.ts'
import { eventStream } from './event-stream.ts'
import { createHub } from './hub.ts'
import { log } from './log.ts'
import { createRefusals } from './refusals.ts'
import type { Server } from './server.ts'

/** A stream over the real engine that has said hello. `next`: what it says when it is woken; null: nothing within a second. */
async function openStream(strategy: 'combined' | 'rotation') {
  const { auth, deps, clock, browser } = await openTestSession(strategy)
  const hub = createHub()
  const principal = await browser.use()
  const server = { auth, hub, refusals: createRefusals(deps.store, hub, clock), now: clock } as unknown as Server
  const stop = new AbortController()
  const reader = eventStream(server, browser.jar.accessToken, principal, null, stop.signal).getReader()
  async function read(): Promise<string> {
    for (;;) {
      const text = new TextDecoder().decode((await reader.read()).value)
      // A comment keeps the connection alive, and says nothing.
      if (!text.startsWith(':')) return text
    }
  }
  expect(await read()).toContain('event: hello')
  async function next(): Promise<string | null> {
    hub.wake(principal.accountId)
    const silence = new Promise<null>((resolve) => setTimeout(resolve, 1000, null))
    const said = await Promise.race([read(), silence])
    stop.abort()
    return said
  }
  return { auth, clock, browser, next }
}

test.each(['combined', 'rotation'] as const)(
  'RV-18: the stream of a session that has ended says so and ends, under %s, whether its token still lives or not',
  async (strategy) => {
    const { auth, browser, next } = await openStream(strategy)
    await auth.logout(browser.jar)
    expect(await next()).toMatch(/event: ended\ndata: .*"session_ended".*"logged_out"/)
  },
)

test('RV-18: no stream goes on after the exp of its token, though the session is open', async () => {
  const { clock, next } = await openStream('rotation')
  clock.advance(LIFETIMES.access)
  expect(await next()).toMatch(/event: ended\ndata: .*"token_expired"/)
})

test('an error that nobody expected is logged and ends the stream: the page asks again, and does not wait for ever', async () => {
  const logged = vi.spyOn(log, 'error').mockImplementation(() => {})
  const auth = {
    listActivity: async () => [],
    authenticate: async () => {
      throw new TypeError('x is not a function')
    },
  }
  const refusals = { countOf: () => 0 }
  const server = { auth, hub: createHub(), refusals, now: () => 0 } as unknown as Server
  const stream = eventStream(server, 'token', { accountId: 'a' } as never, null, new AbortController().signal)
  const { done } = await stream.getReader().read()
  expect(done).toBe(true)
  expect(logged).toHaveBeenCalledWith(expect.objectContaining({ event: 'stream_failed', error: 'TypeError' }))
})

test('the list of the sessions comes before the activity whose id a reader goes on from, and a change during a look is looked at again at once', async () => {
  const hub = createHub()
  const session = { id: 's', endedAt: null }
  let told = 0
  const auth = {
    authenticate: async () => {},
    findOwnSession: async () => session,
    // The second login comes while the first one is being looked at.
    listSessions: async () => {
      if (told === 1) hub.wake('a')
      return [session]
    },
    listActivity: async () => (told < 2 ? [{ id: ++told, kind: 'logged_in' }] : []),
  }
  const refusals = { countOf: () => 0, listed: (sessions: unknown) => sessions }
  const server = { auth, hub, refusals, now: () => 0 } as unknown as Server
  const stop = new AbortController()
  const reader = eventStream(server, 'token', { accountId: 'a' } as never, 0, stop.signal).getReader()
  const started = performance.now()
  const names: string[] = []
  while (names.length < 5) {
    const { value } = await reader.read()
    for (const [, name] of new TextDecoder().decode(value).matchAll(/^event: (.*)$/gm)) names.push(name!)
  }
  stop.abort()
  expect(names).toEqual(['hello', 'sessions', 'activity', 'sessions', 'activity'])
  expect(performance.now() - started, 'without waiting for the next look').toBeLessThan(500)
})
