import type { LabEvent } from '@/lib/http/lab-schemas.ts'
import { decisiveEvents } from '@/lib/lab/run/decisive.ts'
import { isLeak } from '@/lib/lab/run/outcome.ts'
import type { RunState } from '@/lib/lab/run/state.ts'
import { eventWords, formatBound, whoOf } from '@/lib/lab/run/words.ts'

/** The events that decided; all of them on request, and never on paper. */
export function Events({ state }: { state: RunState }) {
  const told = state.events.filter(({ kind }) => kind !== 'started')
  const decisive = decisiveEvents(told)
  return (
    <div className="grid gap-4">
      <EventTable state={state} events={decisive} caption="The events that decided" />
      <details className="screen-only rounded-md border border-line px-4">
        <summary className="min-h-11 py-2 font-semibold">All {told.length} events</summary>
        <EventTable state={state} events={told} caption="Every event, in order" />
      </details>
    </div>
  )
}

interface Props {
  state: RunState
  events: LabEvent[]
  caption: string
}

/** Sessions from which on a sheet of paper has no room for how each of them began. */
const CROWDED = 3
const isOpening = ({ kind }: LabEvent) => kind === 'issued' || kind === 'stolen'

function EventTable({ state, events, caption }: Props) {
  const isCrowded = state.sessions.length >= CROWDED
  return (
    <table className="sheet text-sm leading-snug">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col" className="max-sm:sr-only">
            No.
          </th>
          <th scope="col">At, s</th>
          <th scope="col">Who</th>
          <th scope="col">What happened</th>
          <th scope="col">Status</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => {
          const leak = isLeak(state, event)
          return (
            <tr
              className={isCrowded && isOpening(event) ? 'print:hidden' : undefined}
              key={event.seq}
              id={caption.startsWith('Every') ? undefined : `event-${event.seq}`}
              data-seq={event.seq}
              data-status={event.status ?? undefined}
              data-reason={event.reason ?? undefined}
            >
              <th scope="row" className="font-normal text-muted max-sm:sr-only">
                {event.seq}
              </th>
              <td className="whitespace-nowrap">{formatBound(event.t)}</td>
              <td>{whoOf(event)}</td>
              <td>{eventWords(state, event)}</td>
              <td data-outcome={leak ? 'leak' : undefined} className={leak ? 'font-semibold text-state-leak-text' : ''}>
                {event.status ?? ''}
                {leak && <span className="sr-only"> after the logout</span>}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
