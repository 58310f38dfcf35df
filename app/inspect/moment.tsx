'use client'

import { Time } from '@/app/_ui/token-time.tsx'

/** Seconds. Within it a day and a month are enough. */
const YEAR = 300 * 86_400

/** A moment of a token that may be from any year. */
export function Moment({ at, now }: { at: number; now: number }) {
  return (
    <>
      <Time at={at} now={now} />
      {Math.abs(at - now) > YEAR && ` (${new Date(at * 1000).getUTCFullYear()})`}
    </>
  )
}
