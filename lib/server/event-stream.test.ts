import { expect, test, vi } from 'vitest'
import { eventStream } from './event-stream.ts'
import { createHub } from './hub.ts'
import { log } from './log.ts'
import type { Server } from './server.ts'

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
