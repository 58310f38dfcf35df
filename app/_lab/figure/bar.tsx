'use client'

import { GoneIcon } from '@/app/_ui/gone-icon.tsx'
import { StateIcon } from '@/app/_ui/state-icon.tsx'
import { type Condition, conditionOf } from '@/lib/lab/run/condition.ts'
import type { Bar as BarView, LaneKind } from '@/lib/lab/run/lanes.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import { span } from './place.ts'

interface Props {
  bar: BarView
  kind: LaneKind
  end: number
  t: number
  /** Somebody else was let in with it after the logout, and still may be. */
  leaking: boolean
  fill: (bar: BarView) => (element: HTMLElement | null) => () => void
}

/** One life: the outline is all of it, the solid part what is left, the pattern what it was stopped from. */
export function Bar({ bar, kind, end, t, leaking, fill }: Props) {
  const { token, from, to, expiresAt, stoppedAt, stoppedBy } = bar
  const condition = conditionOf(bar, kind, t)
  const leaks = leaking && (condition === 'active' || condition === 'expiring')
  const stop = stoppedBy !== null && stoppedAt! < to ? stoppedAt! : null
  const spent = stoppedBy === 'rotated' && stop === null && t >= stoppedAt!
  return (
    <div
      className="bar"
      data-token={token ?? kind}
      data-state={leaks ? 'leak' : condition}
      data-exp={expiresAt ?? undefined}
      data-open={to > end || undefined}
      style={span(from, Math.min(to, end), end)}
    >
      <span className="bar-label">
        {token && <code className="font-bold">{token}</code>}
        {leaks ? <Leaking /> : <Word condition={condition} kind={kind} />}
        {to > end && <span className="text-muted">to {formatSeconds(to)}</span>}
      </span>
      <div className={`bar-life ${spent ? 'state-rotated bar-spent' : ''}`}>
        {!spent && (
          <div className="bar-useful" style={span(from, Math.min(stop ?? to, end), Math.min(to, end), from)}>
            <div ref={fill(bar)} className={`bar-fill ${looks[condition] ?? 'state-active'}`} />
          </div>
        )}
        {stop !== null && stop < end && (
          <div
            className={`bar-rest ${stoppedBy === 'deleted' ? 'state-expired' : `state-${stoppedBy}`}`}
            style={span(stop, Math.min(to, end), Math.min(to, end), from)}
          />
        )}
      </div>
    </div>
  )
}

/** What is left of a life looks like this; what is stopped looks like its state. */
const looks: Partial<Record<Condition, string>> = { expiring: 'state-expiring', denied: 'state-denied' }

const Leaking = () => (
  <span data-outcome="leak">
    <StateIcon state="leak" />
  </span>
)

function Word({ condition, kind }: { condition: Condition; kind: LaneKind }) {
  const gone = condition === 'expired' && kind === 'denylist'
  if (gone || condition === 'deleted' || condition === 'replaced')
    return (
      <span className="inline-flex items-baseline gap-1.5 font-semibold text-muted">
        <GoneIcon />
        {gone ? 'Gone' : condition === 'deleted' ? 'Deleted here' : 'Replaced'}
      </span>
    )
  return <StateIcon state={condition} />
}
