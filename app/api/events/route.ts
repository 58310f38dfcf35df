import { eventStream } from '@/lib/server/event-stream.ts'
import { handle } from '@/lib/server/handle.ts'

export const GET = handle('events', async ({ tokens, principal, request, server }) => {
  if (!server.hub.hasRoom(principal.accountId)) return { problem: 'too_many_streams' }
  const lastEventId = request.headers.get('last-event-id')
  const after = lastEventId && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null
  const isProbe = request.method === 'HEAD'
  const stream = isProbe ? null : eventStream(server, tokens.accessToken!, principal, after, request.signal)
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  })
})
