import { useMemo, useSyncExternalStore } from 'react'
import type { RunView, ServerView } from '../../http/lab-schemas.ts'
import type { RunState } from '../../lab/run/state.ts'
import { createRunFeed, type FeedState, type RunFeed } from './run-feed.ts'

export interface Run {
  state: RunState | null
  server: ServerView | null
  feed: FeedState
  paused: boolean
  /** Freezes what is handed out; the run goes on, and resuming catches up. */
  setPaused(paused: boolean): void
  /** For what this page has just brought about in a run whose stream is over. */
  catchUp(): void
  /** Milliseconds since the run began, by the server's clock, for drawing. */
  t(): number
}

const nothing = () => {}
const idle: Run = {
  state: null,
  server: null,
  feed: 'idle',
  paused: false,
  setPaused: nothing,
  catchUp: nothing,
  t: () => 0,
}
const never = () => () => {}

/** One per run in this tab: two parts of a page that follow the same run share a stream. */
const feeds = new Map<string, RunFeed>()

function feedOf(started: { run: RunView; now: number }): RunFeed {
  const known = feeds.get(started.run.id)
  if (known) return known
  const feed = createRunFeed(started)
  // A server renders for many readers and follows no run.
  if (typeof window !== 'undefined') feeds.set(started.run.id, feed)
  return feed
}

/** `started` null: nothing runs. Follows the run's events and hands out the state that they make. */
export function useRun(started: { run: RunView; now: number } | null): Run {
  const feed = started && feedOf(started)
  const snapshot = useSyncExternalStore(
    feed?.subscribe ?? never,
    () => feed?.snapshot() ?? null,
    () => feed?.snapshot() ?? null,
  )
  return useMemo(
    () => (feed && snapshot ? { ...snapshot, setPaused: feed.setPaused, catchUp: feed.catchUp, t: feed.t } : idle),
    [feed, snapshot],
  )
}
