import { runStream } from '@/lib/lab/index.ts'
import { handle } from '@/lib/server/handle.ts'
import { ofOwnRun } from '@/lib/server/lab-run.ts'

export const GET = handle(
  'labEvents',
  ofOwnRun(async ({ lab, play, request, server }) => {
    if (!lab.hasRoom(play)) return { problem: 'too_many_streams' }
    const last = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after') ?? ''
    const after = /^\d{1,9}$/.test(last) ? Number(last) : 0
    const stream = request.method === 'HEAD' ? null : runStream(lab, play, after, server.now, request.signal)
    return new Response(stream, {
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    })
  }),
)
