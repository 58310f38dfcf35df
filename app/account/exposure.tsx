'use client'

import { Notice } from '@/app/_ui/notice.tsx'
import { Time } from '@/app/_ui/token-time.tsx'
import { formatDuration } from '@/lib/client/durations.ts'
import type { WireSession } from '@/lib/http/schemas.ts'

/** The session is over, and this page could still be read: the strategy does not deny. */
export function Exposure({ session, now }: { session: WireSession; now: number }) {
  const { endedAt, accessExpiresAt, generation } = session
  return (
    <Notice tone="error" title="This session was ended, and you can still read this page." data-testid="exposure">
      <p>
        It was ended at <Time at={endedAt!} now={now} />. Its access token A{generation} still works until{' '}
        <Time at={accessExpiresAt} now={now} />: you are looking at the exposure.{' '}
        <span className="timer font-semibold">{formatDuration(accessExpiresAt - now)} left.</span>
      </p>
    </Notice>
  )
}
