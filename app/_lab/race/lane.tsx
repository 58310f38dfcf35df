import type { CSSProperties } from 'react'
import { Stamp } from '@/app/_ui/stamp.tsx'
import { formatBound, formatSeconds } from '@/lib/lab/run/numbers.ts'
import type { RaceLane } from '@/lib/lab/run/race.ts'
import { names } from '@/lib/lab/run/race-words.ts'

interface Props {
  lane: RaceLane
  /** Milliseconds at the end of the axis. */
  end: number
}

const place = (from: number, to: number, end: number) =>
  ({ '--from': ((from / end) * 100).toFixed(2), '--to': ((to / end) * 100).toFixed(2) }) as CSSProperties

/** One copy: let in while its owner is, let in after that, refused. Each step of a bar is an answer of the server. */
export function Lane({ lane, end }: Props) {
  const { strategy, acceptedTo, exposure } = lane
  const { mark, name, chapter } = names[strategy]
  const leaked = exposure !== null && exposure.min > 0
  return (
    <li
      className="race-row"
      data-testid="race-row"
      data-strategy={strategy}
      data-exposure-min-ms={exposure?.min ?? ''}
      data-exposure-max-ms={exposure?.max ?? ''}
      data-reason={exposure?.refusal?.reason ?? ''}
    >
      <a href={chapter} className="flex min-h-6 items-baseline gap-2 self-start text-sm font-bold text-text">
        <span className="no-underline">{mark}</span> {name}
      </a>
      <div className="race-track" aria-hidden="true">
        {acceptedTo > 0 && <span className="race-bar state-active" style={place(0, acceptedTo, end)} />}
        {leaked && (
          <span
            className="race-bar state-leak"
            data-outcome="leak"
            style={place(exposure.t0, exposure.t0 + exposure.min, end)}
          />
        )}
        {exposure?.refusal && (
          <svg
            viewBox="0 0 16 16"
            className="race-cross"
            style={place(exposure.refusal.t, end, end)}
            aria-hidden="true"
          >
            <path d="m3 3 10 10M13 3 3 13" />
          </svg>
        )}
      </div>
      <Note lane={lane} end={end} />
      <p className="flex items-baseline justify-end gap-x-2 self-start text-end sm:flex-col sm:items-end">
        <span
          className={`timer text-lg leading-6 font-bold ${leaked ? 'text-state-leak-text' : exposure ? '' : 'text-muted'}`}
          data-outcome={leaked ? 'leak' : undefined}
        >
          {exposure ? formatSeconds(exposure.min) : '–'}
          {exposure && (
            <>
              {' '}
              <Stamp kind="measured" short />
            </>
          )}
        </span>{' '}
        {exposure && exposure.max !== null && (
          <span className="leading-5 whitespace-nowrap text-muted max-sm:order-first">
            <span className="sr-only">, between </span>
            {formatBound(exposure.min)}
            <span aria-hidden="true">–</span>
            <span className="sr-only"> and </span>
            {formatBound(exposure.max)}&#8239;s
          </span>
        )}
      </p>
    </li>
  )
}

/** The last answer that changed something, in the words of the protocol. */
function Note({ lane: { exposure, renewal, unavailable, acceptedTo }, end }: Props) {
  if (unavailable)
    return (
      <p className="race-note" style={place(exposure?.t0 ?? 0, end, end)}>
        <code>503 store_unavailable</code>
        <span>A store did not answer, so this server refused.</span>
      </p>
    )
  if (!exposure) return <p className="race-note text-muted">{acceptedTo > 0 && <code>200</code>}</p>
  const { t0, min, refusal } = exposure
  if (!refusal)
    return (
      <p className="race-note" style={place(t0, end, end)}>
        {min > 0 && (
          <span className="ps-1 font-semibold text-state-leak-text" data-outcome="leak">
            <code>200</code> the copy still works
          </span>
        )}
      </p>
    )
  const late = refusal.t / end > 0.6
  return (
    <p className="race-note text-state-denied-text" data-late={late || undefined} style={place(refusal.t, end, end)}>
      <code>
        {refusal.status} {refusal.reason}
      </code>
      {renewal && (
        <span className="whitespace-nowrap">
          renewal{' '}
          <code>
            {renewal.status} {renewal.reason}
          </code>
        </span>
      )}
    </p>
  )
}
