'use client'

import { StateIcon } from '@/app/_ui/state-icon.tsx'
import { formatDuration } from '@/lib/client/durations.ts'
import { Moment } from './moment.tsx'

export type Condition = 'active' | 'expiring' | 'expired' | 'rotated' | 'revoked' | 'denied'

/** The last part of a life that is called expiring, as everywhere on this site. */
const EXPIRING = 0.2

/** By its dates alone. Times in seconds; `issuedAt` null: nobody knows how long it was meant to live. */
export function conditionByDates(issuedAt: number | null, expiresAt: number | null, now: number): Condition {
  if (expiresAt === null) return 'active'
  if (now >= expiresAt) return 'expired'
  if (issuedAt === null || expiresAt <= issuedAt) return 'active'
  return (expiresAt - now) / (expiresAt - issuedAt) <= EXPIRING ? 'expiring' : 'active'
}

interface Props {
  state: Condition
  expiresAt: number | null
  now: number
}

/** What a token is now, and for how long. The digits change every second, so this is in no live region. */
export function Badge({ state, expiresAt, now }: Props) {
  return (
    <span data-testid="badge" data-state={state} className="flex flex-wrap items-baseline gap-x-3">
      <StateIcon state={state} />
      <span className="text-sm text-muted tabular-nums">
        <Remainder state={state} expiresAt={expiresAt} now={now} />
      </span>
    </span>
  )
}

function Remainder({ state, expiresAt, now }: Props) {
  if (expiresAt === null) return <>never expires by itself</>
  if (state === 'expired')
    return (
      <>
        ended at <Moment at={expiresAt} now={now} />
      </>
    )
  const left = formatDuration(expiresAt - now)
  return state === 'active' || state === 'expiring' ? <>{left} left</> : <>would have lived {left} more</>
}
