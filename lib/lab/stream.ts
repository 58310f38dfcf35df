import type { z } from 'zod'
import type { LabEvent, labStream } from '../http/lab-schemas.ts'
import type { Lab } from './index.ts'
import { atOf, type Play } from './play.ts'
import { viewOfRun } from './runs.ts'

/** Milliseconds between two looks at the database, for what another process wrote; in this one the diary wakes the stream. */
const LOOK_EVERY = 500
const SNAPSHOT_EVERY = 1_000
/** Milliseconds between two comments that keep intermediaries from closing a silent stream. */
const HEARTBEAT_EVERY = 15_000
/** Bytes that may wait for a client which does not read. */
const UNREAD = 512 * 1024
const BATCH = 500

type Events = { [Name in keyof typeof labStream]: z.infer<(typeof labStream)[Name]> }

/** Presenting an access token leaves the stores as they are, but for the first time; that is seen with the next snapshot. */
const changesStores = ({ kind }: LabEvent) => kind !== 'used' && kind !== 'replayed'

/**
 * A run as it happens: its events, whose ids are their numbers, and once a second what the stores hold. `after`: the last
 * number that the client has seen. Ends when the run is over and the denylist has forgotten it.
 */
export function runStream(lab: Lab, play: Play, after: number, now: () => number, signal: AbortSignal) {
  const encoder = new TextEncoder()
  let open = !signal.aborted
  let wake = () => {}
  const close = () => {
    open = false
    wake()
  }
  signal.addEventListener('abort', close)

  async function follow(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    let cursor = after
    let lastSent = performance.now()
    let lastSnapshot = Number.NEGATIVE_INFINITY
    const write = (text: string) => {
      if (open) controller.enqueue(encoder.encode(text))
      lastSent = performance.now()
      if ((controller.desiredSize ?? 0) < 0) close()
    }
    const send = <Name extends keyof Events>(name: Name, data: Events[Name], id?: number) =>
      write(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)

    // Chromium would wait three seconds before it connects again.
    write('retry: 1000\n\n')
    send('hello', { now: now(), t: atOf(play), run: viewOfRun(play.row) })
    while (open && !lab.isClosing()) {
      const news = await lab.listEvents(play, cursor, BATCH)
      for (const event of news) send('event', event, event.seq)
      cursor = news.at(-1)?.seq ?? cursor
      if (news.length === BATCH) continue
      if (news.some(changesStores) || performance.now() - lastSnapshot >= SNAPSHOT_EVERY) {
        lastSnapshot = performance.now()
        const view = await lab.serverView(play)
        send('server', view)
        if ((await lab.phaseOf(play)) !== 'live' && view.denials.length === 0 && news.length === 0) {
          send('end', {})
          break
        }
      }
      if (performance.now() - lastSent >= HEARTBEAT_EVERY) write(': still here\n\n')
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, LOOK_EVERY).unref()
      })
    }
  }

  return new ReadableStream<Uint8Array>(
    {
      cancel: close,
      async start(controller) {
        const leave = lab.listen(play, () => wake())
        try {
          await follow(controller)
        } finally {
          leave()
          signal.removeEventListener('abort', close)
          open = false
          try {
            controller.close()
          } catch {
            // The client has left already.
          }
        }
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: UNREAD }),
  )
}
