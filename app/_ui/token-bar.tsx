'use client'

import { useRef, useState } from 'react'
import { formatDuration } from '@/lib/client/durations.ts'
import { lifeLeft, type TokenView } from '@/lib/client/lifecycle.ts'
import { useFrames } from '@/lib/client/use-now.ts'
import { StateIcon } from './state-icon.tsx'
import { Time } from './token-time.tsx'

const kinds = { access: 'Access token', refresh: 'Refresh token' }

/** One token's life: the outline is all of it, the fill what is left. `now`: server seconds of this render. */
export function TokenBar({ token, now }: { token: TokenView; now: number }) {
  const { name, kind, state, expiresAt, replaced } = token
  const fill = useRef<HTMLDivElement>(null)
  // Moved, not squeezed: the pattern keeps its shape, and the right edge is the truth.
  const shift = (at: number) => `translateX(${((lifeLeft(token, at) - 1) * 100).toFixed(3)}%)`
  // React sets it once; from then on the frames do.
  const [first] = useState(() => shift(now))
  useFrames((at) => {
    if (fill.current) fill.current.style.transform = shift(at)
  })
  return (
    <div data-token={name} data-state={state} data-exp={expiresAt} className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <code className="text-lg font-bold">{name}</code>
        <span className={replaced ? 'text-muted' : ''}>
          {kinds[kind]}
          {replaced && ', the one before'}
        </span>
        <StateIcon state={state} className="text-sm" />
        <span className="timer ms-auto text-sm">
          <Remainder token={token} now={now} />
        </span>
      </div>
      <div
        className={`relative overflow-hidden rounded-md border border-control bg-bg ${replaced ? 'h-3' : 'h-6'}`}
        aria-hidden="true"
      >
        {state !== 'expired' && (
          <div
            ref={fill}
            className={`absolute inset-0 will-change-transform state-${state}`}
            style={{ transform: first }}
          />
        )}
      </div>
    </div>
  )
}

/** Digits change every second, so this is in no live region. */
function Remainder({ token, now }: { token: TokenView; now: number }) {
  const { state, expiresAt, stoppedAt, replaced, kind } = token
  if (state === 'expired')
    return (
      <>
        ended at <Time at={expiresAt} now={now} />
      </>
    )
  if (stoppedAt !== null)
    return (
      <>
        {state} at <Time at={stoppedAt} now={now} />
      </>
    )
  const left = formatDuration(expiresAt - now)
  if (state === 'denied') return <>stays on the denylist; would have lived {left} more</>
  if (replaced) return <>a copy of it still works for {left} (calculated)</>
  return <>{kind === 'access' ? `${left} left` : `${left} left, or until it is used`}</>
}
