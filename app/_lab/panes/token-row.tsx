'use client'

import { useRef } from 'react'
import { GoneIcon } from '@/app/_ui/gone-icon.tsx'
import { type TokenState as IconState, StateIcon } from '@/app/_ui/state-icon.tsx'
import type { Run } from '@/lib/client/lab/use-run.ts'
import { lifeLeft } from '@/lib/lab/run/held.ts'
import { digits, formatSeconds } from '@/lib/lab/run/numbers.ts'
import type { TokenState } from '@/lib/lab/run/state.ts'
import { useRunFrames, useRunTime } from './use-run-time.ts'

interface Props {
  run: Run
  token: TokenState
  /** As its holder sees it now. Null: dropped. */
  conditionAt: (t: number) => IconState | null
}

/** One token in somebody's hands: the outline is its life, the fill what is left of it. */
export function TokenRow({ run, token, conditionAt }: Props) {
  const fill = useRef<HTMLDivElement>(null)
  const t = useRunTime(run, 250)
  const condition = conditionAt(t)
  const isFrozen = condition === 'rotated' || condition === 'revoked' || condition === null
  // A life that was stopped does not run on: the fill stays where it was.
  const at = (now: number) => (isFrozen ? Math.min(now, token.stoppedAt ?? now) : now)
  useRunFrames(run, (now) => {
    if (fill.current) fill.current.style.transform = `translateX(${((lifeLeft(token, at(now)) - 1) * 100).toFixed(2)}%)`
  })
  const isLeak = condition === 'leak'
  return (
    <div
      data-token={token.name}
      data-state={condition ?? 'dropped'}
      data-exp={run.state && Math.round(run.state.run.startedAt + token.expiresAt / 1000)}
      data-outcome={isLeak ? 'leak' : undefined}
      className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-1"
    >
      <code className="min-w-7 font-bold whitespace-nowrap">{token.name}</code>
      <div className={`relative h-4 overflow-hidden rounded-[4px] ${outlineOf(condition)}`} aria-hidden="true">
        {condition !== null && condition !== 'expired' && (
          <div
            ref={fill}
            data-outcome={isLeak ? 'leak' : undefined}
            className={`absolute inset-0 will-change-transform state-${condition}`}
          />
        )}
      </div>
      <span className="flex min-w-36 flex-wrap justify-between gap-x-3 text-sm">
        {condition === null ? (
          <span className="inline-flex items-baseline gap-1.5 text-muted">
            <GoneIcon />
            dropped at {formatSeconds(token.stoppedAt ?? 0)}
          </span>
        ) : (
          <>
            <span data-outcome={isLeak ? 'leak' : undefined}>
              <StateIcon state={condition} />
            </span>
            <Rest token={token} condition={condition} t={t} />
          </>
        )}
      </span>
    </div>
  )
}

/** Nothing is left to be filled where a life is over. */
function outlineOf(condition: IconState | null): string {
  if (condition === 'expired') return 'state-expired'
  return condition === null ? 'border border-dashed border-control' : 'border border-control bg-bg'
}

/** Digits that change all the time: in no live region. */
function Rest({ token, condition, t }: { token: TokenState; condition: IconState; t: number }) {
  const left = Math.max(0, token.expiresAt - t) / 1000
  if (condition === 'expired') return <span className="timer text-muted">at {formatSeconds(token.expiresAt)}</span>
  if (condition === 'rotated' || condition === 'revoked' || condition === 'denied')
    return <span className="timer text-muted">at {formatSeconds(token.stoppedAt ?? 0)}</span>
  return <span className="timer text-muted">{left < 100 ? left.toFixed(1) : digits(left)}&#8239;s left</span>
}
