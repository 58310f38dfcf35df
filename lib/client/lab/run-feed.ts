import type { LabEvent, RunView, ServerView } from '../../http/lab-schemas.ts'
import { advance, emptyState, lastSeq, type RunState } from '../../lab/run/state.ts'
import { syncClock } from '../clock.ts'
import { lab } from './api.ts'

export type FeedState = 'idle' | 'connecting' | 'live' | 'lost' | 'ended'

/** What is handed out: it changes at most once per frame (twice a second with less motion), and not at all while paused. */
export interface Snapshot {
  readonly state: RunState
  readonly server: ServerView | null
  readonly feed: FeedState
  readonly paused: boolean
}

export interface RunFeed {
  /** The first listener opens the stream, the last one that leaves closes it. */
  subscribe(listener: () => void): () => void
  snapshot(): Snapshot
  setPaused(paused: boolean): void
  /** Asks once for what has happened since the stream ended; while it is open there is nothing to ask. */
  catchUp(): void
  /** Milliseconds since the run began, by the server's clock; stands still while paused. */
  t(): number
}

/** Milliseconds. The server writes at least once a second while a run is live; two missing words are a broken stream. */
const SILENCE = 2500
const RETRY = 1000
/** Hidden tabs get no frames, and whoever wants less motion sees two changes a second. */
const WITHOUT_FRAMES = 500
const CALM = '(prefers-reduced-motion: reduce)'

/** One run, followed. Times are kept by `performance.now()`, which nobody can set. */
export function createRunFeed(started: { run: RunView; now: number }): RunFeed {
  const { id } = started.run
  const listeners = new Set<() => void>()
  let state = emptyState(started.run)
  let server: ServerView | null = null
  let feed: FeedState = 'connecting'
  /** Local milliseconds at which the run began. */
  let origin = performance.now() - (started.now - started.run.startedAt) * 1000
  let frozen: { t: number; snapshot: Snapshot } | null = null
  let shown: Snapshot = { state, server, feed, paused: false }
  let source: EventSource | null = null
  let queued: (() => void) | null = null
  let greeted = false
  let heard = 0
  /** Whether this server writes every second: otherwise silence means nothing. */
  let chatty = false
  const waiting = new Map<number, LabEvent>()
  let filling = false
  const timers = new Set<ReturnType<typeof setTimeout>>()

  const t = () => frozen?.t ?? performance.now() - origin

  function publish(): void {
    queued = null
    const next = { state, server, feed, paused: frozen !== null }
    // The state of the connection is no drawing: it is told even while the drawing stands still.
    shown = frozen ? { ...frozen.snapshot, feed, paused: true } : next
    for (const listener of listeners) listener()
  }

  /** Once per frame or half a second, however much arrives. */
  function changed(): void {
    if (queued) return
    const frame = matchMedia(CALM).matches ? 0 : requestAnimationFrame(() => queued?.())
    const timer = later(() => queued?.(), WITHOUT_FRAMES)
    queued = () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
      timers.delete(timer)
      publish()
    }
  }

  function later(then: () => void, milliseconds: number) {
    const timer = setTimeout(() => {
      timers.delete(timer)
      then()
    }, milliseconds)
    timers.add(timer)
    return timer
  }

  function become(next: FeedState): void {
    if (feed === next || feed === 'ended') return
    feed = next
    changed()
  }

  /** What is later than our clock says corrects it: an answer cannot arrive before it was made. */
  function noteTime(at: number): void {
    origin = Math.min(origin, performance.now() - at)
  }

  function take(event: LabEvent): void {
    if (event.seq <= lastSeq(state)) return
    waiting.set(event.seq, event)
    foldWaiting()
    if (waiting.size > 0) void fill()
    changed()
  }

  function foldWaiting(): void {
    for (let next = waiting.get(lastSeq(state) + 1); next; next = waiting.get(lastSeq(state) + 1)) {
      waiting.delete(next.seq)
      state = advance(state, next)
    }
  }

  /** A number is missing: the whole list is asked for, until it has come. */
  async function fill(): Promise<void> {
    if (filling || listeners.size === 0) return
    filling = true
    const answer = await lab.run(id)
    filling = false
    if (listeners.size === 0) return
    if (answer.ok) {
      const all = [...answer.value.events, ...waiting.values()].toSorted((one, other) => one.seq - other.seq)
      waiting.clear()
      state = all.reduce(advance, state)
      server = answer.value.server
      changed()
    } else if (answer.status !== 404) later(() => void fill(), RETRY)
  }

  function listen(): void {
    const openedAt = performance.now()
    const opened = new EventSource(`/api/lab/runs/${id}/events?after=${lastSeq(state)}`)
    source = opened
    const on = <Data>(name: string, then: (data: Data) => void) =>
      opened.addEventListener(name, ({ data }: MessageEvent<string>) => {
        heard = performance.now()
        if (feed !== 'live' && name !== 'end') become('live')
        then(JSON.parse(data))
      })
    let asked = openedAt
    opened.onerror = () => {
      if (feed === 'ended') return close()
      become('lost')
      asked = performance.now()
      // The browser mends what it can; an answer that is no stream it gives up on.
      if (opened.readyState === EventSource.CLOSED) reopen(opened)
    }
    on('hello', (hello: { now: number; t: number; run: RunView }) => {
      const received = performance.now()
      const [earliest, latest] = [asked - hello.t, received - hello.t]
      // A reconnection may have waited for seconds: it only says what cannot be.
      origin = greeted ? Math.min(Math.max(origin, earliest), latest) : (earliest + latest) / 2
      greeted = true
      const local = Date.now()
      syncClock(hello.now, local - (received - asked), local)
      state = { ...state, run: hello.run }
      changed()
    })
    on('event', (event: LabEvent) => {
      noteTime(event.t)
      take(event)
    })
    on('server', (view: ServerView) => {
      chatty ||= server !== null
      noteTime(view.t)
      server = view
      changed()
    })
    on('end', () => {
      become('ended')
      close()
    })
  }

  function reopen(broken: EventSource): void {
    broken.close()
    later(async () => {
      if (source !== broken) return
      const answer = await lab.run(id)
      if (source !== broken) return
      if (!answer.ok && answer.status === 404) return become('ended')
      listen()
    }, RETRY)
  }

  function watch(): void {
    if (!source || feed === 'ended') return
    if (feed === 'live' && chatty && performance.now() - heard > SILENCE) {
      become('lost')
      // A connection that died without a word is not mended by the browser.
      reopen(source)
    }
    later(watch, RETRY / 2)
  }

  const onOffline = () => become('lost')

  function open(): void {
    if (feed === 'ended') return
    listen()
    heard = performance.now()
    later(watch, RETRY / 2)
    addEventListener('offline', onOffline)
  }

  function close(): void {
    source?.close()
    source = null
    removeEventListener('offline', onOffline)
    if (listeners.size > 0) return
    for (const timer of timers) clearTimeout(timer)
    timers.clear()
    queued = null
  }

  return {
    t,
    snapshot: () => shown,
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) open()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) close()
      }
    },
    setPaused(paused) {
      if (paused === (frozen !== null)) return
      frozen = paused ? { t: t(), snapshot: shown } : null
      publish()
    },
    catchUp() {
      if (feed === 'ended') void fill()
    },
  }
}
