'use client'

import { type ReactNode, useEffect } from 'react'
import { syncByDocument } from '@/lib/client/clock.ts'
import { formatDuration } from '@/lib/client/durations.ts'
import { useNow } from '@/lib/client/use-now.ts'

interface Moment {
  /** NumericDates (seconds): the end, and the server's clock when it made this page. */
  at: number
  now: number
}

function useServerNow(rendered: number): number {
  useEffect(() => syncByDocument(rendered), [rendered])
  return useNow(rendered)
}

/** What is true until then, and what is true from then on. */
export function Until({ at, now, over, children }: Moment & { over: ReactNode; children: ReactNode }) {
  return useServerNow(now) < at ? children : over
}

/** The time that is left, in steps of one second. Keep it out of live regions. */
export function TimeLeft({ at, now }: Moment) {
  return <span className="timer font-semibold whitespace-nowrap">{formatDuration(at - useServerNow(now))}</span>
}
