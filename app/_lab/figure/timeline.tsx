'use client'

import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { axisOf, type LaneKind, lanesOf, ticksOf } from '@/lib/lab/run/lanes.ts'
import { moveSelection } from '@/lib/lab/run/navigate.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import { exposureIn, type RunState } from '@/lib/lab/run/state.ts'
import { eventWords, exposureWords, summaryOf } from '@/lib/lab/run/words.ts'
import { Flags } from './flags.tsx'
import { Legend } from './glyph.tsx'
import { Lane } from './lane.tsx'
import { at, DOWN } from './place.ts'
import { type RunClock, useDrawing, useSeconds } from './use-drawing.ts'
import './figure.css'

export interface TimelineProps {
  /** Null: nothing has run yet. */
  state: RunState | null
  /** Milliseconds since the run began, or a clock that says them. */
  t: RunClock
  paused?: boolean
  /** `seq` of an event. */
  selected: number | null
  onSelect: (seq: number | null) => void
  /** Enter on the selected event: to its checks. */
  onOpen?: (seq: number) => void
  /** `attacker`: only what a thief holds, for a row of a race. */
  lanes?: 'all' | 'attacker'
  empty?: ReactNode
}

const ofAttacker = (kind: LaneKind) => kind.startsWith('copy')

/** A run, drawn to time: who held what until when, each request, and for how long somebody else was in. */
export function Timeline(props: TimelineProps) {
  const { state, empty = 'Nothing has run yet.' } = props
  if (state) return <Plot {...props} state={state} />
  return (
    <figure className="run-figure">
      <div className="timeline timeline-empty">
        <p className="text-muted">{empty}</p>
      </div>
    </figure>
  )
}

function Plot({
  state,
  t,
  paused = false,
  selected,
  onSelect,
  onOpen,
  lanes = 'all',
}: TimelineProps & { state: RunState }) {
  const [pointed, setPointed] = useState<number | null>(null)
  const summary = useId()
  const end = axisOf(state)
  const seconds = useSeconds(t, paused, end)
  const { plot, nowLine, fill } = useDrawing(t, end)
  // A second may have passed since the clock was read, and events are later than it.
  const now = Math.max(seconds, state.events.at(-1)?.t ?? 0)
  const groups = lanesOf(state, lanes === 'attacker' ? ofAttacker : undefined)
  const many = groups.length > 1
  const shown = state.events.find(({ seq }) => seq === (pointed ?? selected))

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape' && selected !== null) onSelect(null)
    else if (event.key === 'Enter' && selected !== null) onOpen?.(selected)
    else {
      const next = moveSelection(groups, selected, event.key, matchMedia(DOWN).matches)
      if (next === null) return
      onSelect(next)
    }
    event.preventDefault()
  }

  function onPoint(seq: number | null, chosen: boolean) {
    if (!chosen) setPointed(seq)
    else if (seq !== null) onSelect(seq)
  }

  return (
    <figure className="run-figure" aria-labelledby={summary} data-t-end={end}>
      <div
        ref={plot}
        className="timeline"
        data-many={many || undefined}
        data-lanes={lanes}
        role="slider"
        tabIndex={0}
        aria-label="Events of the run, in time"
        aria-describedby={summary}
        aria-valuemin={0}
        aria-valuemax={state.events.at(-1)?.seq ?? 0}
        aria-valuenow={selected ?? 0}
        aria-valuetext={
          shown && selected ? `${formatSeconds(shown.t)}. ${eventWords(state, shown)}` : 'No event selected'
        }
        onKeyDown={onKeyDown}
      >
        <div className="timeline-axis">
          {ticksOf(end).map((tick) => (
            <span key={tick} className="tick" style={at(tick, end)}>
              <span className="tick-word">
                {tick % 60_000 === 0 && tick > 0 ? `${tick / 60_000}\u202fmin` : formatSeconds(tick)}
              </span>
            </span>
          ))}
        </div>
        <Flags state={state} groups={groups} end={end} />
        {groups.map(({ n, label, t0, lanes: own }) => {
          const exposure = exposureIn(state, n)
          return (
            <div key={n} className="lane-group" data-session={n}>
              {many && (
                <div className="lane-head">
                  <strong>{label}</strong>
                  {exposure && exposure.max !== null && <span className="text-muted">{exposureWords(exposure)}</span>}
                </div>
              )}
              <div className="lane-rows">
                {own.map((lane) => (
                  <Lane
                    key={lane.id}
                    lane={lane}
                    end={end}
                    t={now}
                    selected={selected}
                    exposure={exposure}
                    fill={fill}
                    onPoint={onPoint}
                  />
                ))}
                {t0 !== null && (
                  <div className="timeline-over">
                    <div className="rule-logout" style={at(t0, end)} />
                  </div>
                )}
              </div>
            </div>
          )
        })}
        <div className="timeline-foot" />
        <div className="timeline-over">
          <div ref={nowLine} className="rule-now">
            <span className="rule-now-word">now</span>
          </div>
        </div>
      </div>
      <p className="readout text-sm" aria-hidden="true">
        {shown ? (
          <>
            <span className="timer font-semibold">{formatSeconds(shown.t)}</span> · #{shown.seq} ·{' '}
            {eventWords(state, shown)}
          </>
        ) : (
          <span className="text-muted">Point at a mark, or use the arrow keys, to read what happened.</span>
        )}
      </p>
      <Legend />
      <figcaption id={summary} className="text-sm">
        {summaryOf(state)}
      </figcaption>
    </figure>
  )
}
