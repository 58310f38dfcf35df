import { Stamp } from '@/app/_ui/stamp.tsx'
import { formatMeasured } from '@/lib/client/durations.ts'
import type { WireListedSession } from '@/lib/http/schemas.ts'

/** How long after its end a session was seen to be refused. Nothing, where this server has not seen it: silence proves nothing. */
export function Refused({ session, denies }: { session: WireListedSession; denies: boolean }) {
  const { endedAt, refusedAt } = session
  if (endedAt === null || refusedAt === null) return null
  const seconds = Math.max(0, refusedAt - endedAt)
  return (
    <p data-testid="refused" data-seconds={seconds.toFixed(3)}>
      {denies ? 'Refused its next request' : 'Refused its renewal'} after{' '}
      <span className="timer font-semibold">{formatMeasured(seconds)}</span> <Stamp kind="measured" />
    </p>
  )
}
