import type { z } from 'zod'
import { isAuthError, type Principal } from '../auth/index.ts'
import type { events } from '../http/schemas.ts'
import { errorName, log } from './log.ts'
import type { Server } from './server.ts'

/** Seconds between two looks at the database: what another process did shows within this. */
const LOOK_EVERY = 1
/** Seconds between two comments that keep intermediaries from closing a silent stream. */
const HEARTBEAT_EVERY = 15

/** Bytes that may wait for a client which does not read. */
const UNREAD = 256 * 1024

type Events = { [Name in keyof typeof events]: z.infer<(typeof events)[Name]> }

/**
 * What happens to one account, as server-sent events whose ids are activity ids. Before anything is sent the token is
 * authenticated again; the stream ends itself when the session or the token does.
 */
export function eventStream(
  server: Server,
  token: string,
  principal: Principal,
  after: number | null,
  signal: AbortSignal,
) {
  const { auth, hub, refusals, now } = server
  const encoder = new TextEncoder()
  let stop = () => {}

  const source: UnderlyingDefaultSource<Uint8Array> = {
    cancel: () => stop(),
    async start(controller) {
      let open = !signal.aborted
      let greeted = false
      let cursor = after ?? (await auth.listActivity(principal)).at(-1)?.id ?? 0
      let refused = refusals.countOf(principal.accountId)
      let lastSent = now()
      let wake = () => {}
      let woken = false

      const write = (text: string) => {
        if (open) controller.enqueue(encoder.encode(text))
        lastSent = now()
        // Nobody reads what is sent: the client connects again when it does.
        if ((controller.desiredSize ?? 0) < 0) stop()
      }
      const send = <Name extends keyof Events>(name: Name, data: Events[Name], id?: number) =>
        write(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
      stop = () => {
        open = false
        wake()
      }
      const leave = hub.listen(principal.accountId, () => {
        woken = true
        wake()
      })
      signal.addEventListener('abort', stop)

      while (open) {
        woken = false
        const end = await look()
        if (end) {
          send('ended', end)
          break
        }
        if (now() - lastSent >= HEARTBEAT_EVERY) write(': still here\n\n')
        if (woken) continue
        await new Promise<void>((resolve) => {
          wake = resolve
          setTimeout(resolve, LOOK_EVERY * 1000).unref()
        })
      }
      leave()
      signal.removeEventListener('abort', stop)
      open = false
      try {
        controller.close()
      } catch {
        // The client has gone: there is nothing left to close.
      }

      /** What to end with, or null to go on. While the stores cannot answer, nothing is sent and nothing is assumed. */
      async function look(): Promise<Events['ended'] | null> {
        if (hub.isClosing()) return { why: 'server_closing', reason: null }
        try {
          await auth.authenticate(token)
          const session = await auth.findOwnSession(principal)
          if (!session || session.endedAt !== null)
            return { why: 'session_ended', reason: session?.endedReason ?? null }
          if (!greeted) send('hello', { now: now(), session }, cursor)
          greeted = true
          const news = await auth.listActivity(principal, cursor)
          const count = refusals.countOf(principal.accountId)
          // Before the activity whose id a reader that was cut off goes on from: else it would never hear of the list.
          if (news.length > 0 || count !== refused)
            send('sessions', { sessions: refusals.listed(await auth.listSessions(principal)), now: now() })
          refused = count
          for (const activity of news) send('activity', { activity, session, now: now() }, activity.id)
          cursor = news.at(-1)?.id ?? cursor
          return null
        } catch (error) {
          if (!isAuthError(error)) {
            log.error({ event: 'stream_failed', ...errorName(error) })
            stop()
            return null
          }
          if (error.code === 'store_unavailable') return null
          if (error.code === 'expired') return { why: 'token_expired', reason: null }
          // Denied between the two questions: the row says why.
          const session = await auth.findOwnSession(principal).catch(() => null)
          return { why: 'session_ended', reason: session?.endedReason ?? null }
        }
      }
    },
  }
  return new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: UNREAD }))
}
