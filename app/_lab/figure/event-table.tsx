'use client'

import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { LabEvent } from '@/lib/http/lab-schemas.ts'
import { formatMicroseconds } from '@/lib/lab/run/numbers.ts'
import { isLeak, shapeOf } from '@/lib/lab/run/outcome.ts'
import type { RunState } from '@/lib/lab/run/state.ts'
import { eventWords, whoOf } from '@/lib/lab/run/words.ts'
import { Glyph } from './glyph.tsx'
import './figure.css'

interface Props {
  state: RunState
  selected: number | null
  onSelect: (seq: number | null) => void
  onOpen?: (seq: number) => void
}

const headers = ['#', 'Time', 'Who', 'What happened', 'Answer', 'Checks took', 'Store calls']

/** The figure as a table: every event, in order. The selected row and the selected mark are the same. */
export function EventTable({ state, selected, onSelect, onOpen }: Props) {
  const body = useRef<HTMLTableSectionElement>(null)
  const { events } = state
  const buttonOf = (seq: number) => body.current?.querySelector<HTMLElement>(`[data-seq="${seq}"] button`)

  // Within its own box only: the page does not move.
  useEffect(() => {
    const row = selected === null ? null : body.current?.querySelector<HTMLElement>(`[data-seq="${selected}"]`)
    const box = row?.closest<HTMLElement>('.event-box')
    if (!row || !box) return
    const top = row.offsetTop - box.clientHeight / 2
    if (row.offsetTop < box.scrollTop || row.offsetTop + row.offsetHeight > box.scrollTop + box.clientHeight)
      box.scrollTop = top
  }, [selected])

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const at = events.findIndex(({ seq }) => seq === selected)
    const next = {
      ArrowDown: events[at + 1],
      ArrowUp: at < 0 ? events.at(-1) : events[at - 1],
      Home: events[0],
      End: events.at(-1),
    }[event.key]
    if (next) {
      onSelect(next.seq)
      buttonOf(next.seq)?.focus({ preventScroll: true })
    } else if (event.key === 'Escape' && selected !== null) onSelect(null)
    else if (event.key === 'Enter' && isChosen(event) && onOpen) onOpen(selected!)
    else return
    event.preventDefault()
  }

  /** Enter chooses a row, as a click does, and goes on to its checks once it is chosen. */
  const isChosen = ({ target }: KeyboardEvent) => target === buttonOf(selected ?? 0)
  const stop = events.some(({ seq }) => seq === selected) ? selected : events[0]?.seq
  return (
    <div className="event-box">
      <table aria-label="Events of the run" className="event-table" data-testid="event-table">
        <thead>
          <tr>
            {headers.map((header) => (
              <th key={header} scope="col">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown}>
          {events.map((event) => (
            <Row
              key={event.seq}
              state={state}
              event={event}
              selected={event.seq === selected}
              stop={event.seq === stop}
              onSelect={onSelect}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps {
  state: RunState
  event: LabEvent
  selected: boolean
  stop: boolean
  onSelect: (seq: number) => void
}

function Row({ state, event, selected, stop, onSelect }: RowProps) {
  const { seq, t, status, reason, checks, store } = event
  const leak = isLeak(state, event)
  const shape = shapeOf(state, event)
  const spent = checks?.reduce((sum, { us }) => sum + (us ?? 0), 0) ?? null
  return (
    <tr
      aria-selected={selected}
      data-testid="event-row"
      data-seq={seq}
      data-status={status ?? ''}
      data-reason={reason ?? ''}
      onClick={() => onSelect(seq)}
    >
      <th scope="row" data-cell="seq">
        <button type="button" tabIndex={stop ? 0 : -1} aria-pressed={selected} className="event-pick">
          {seq}
        </button>
      </th>
      <td data-cell="time">{`${(t / 1000).toFixed(2)}\u202fs`}</td>
      <td data-cell="who">{whoOf(event)}</td>
      <td data-cell="what">
        <span className="inline-flex items-baseline gap-2">
          <span className="inline-grid w-3 shrink-0 self-center" aria-hidden="true">
            {shape && <Glyph shape={shape} />}
          </span>
          {eventWords(state, event)}
        </span>
      </td>
      <td data-cell="answer">
        {status !== null && (
          <span
            className={`font-semibold ${leak ? 'text-state-leak-text' : status === 401 ? 'text-state-denied-text' : ''}`}
            data-outcome={leak ? 'leak' : undefined}
          >
            {status || 'none'}
          </span>
        )}
        {reason && reason !== 'ok' && <code className="ms-2 text-xs text-muted">{reason}</code>}
      </td>
      <td data-cell="took" data-label="checks took">
        {spent !== null && spent > 0 && formatMicroseconds(spent)}
      </td>
      <td data-cell="store" data-label="store calls">
        {store && store.denylist + store.database}
      </td>
    </tr>
  )
}
