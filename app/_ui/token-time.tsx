'use client'

import { formatTime } from '@/lib/client/durations.ts'
import { useHydrated } from '@/lib/client/use-now.ts'

/** A moment: in UTC as the server sends it, in the reader's own time once the browser can tell. `now` decides about the date. */
export function Time({ at, now, className }: { at: number; now: number; className?: string }) {
  const zone = useHydrated() ? undefined : 'UTC'
  return (
    <time dateTime={new Date(at * 1000).toISOString()} className={className}>
      {formatTime(at, now, zone)}
    </time>
  )
}
