import type { ReactNode } from 'react'
import type { Family, Outcome, Presentation } from '@/lib/lab/run/family.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import { keyOf, keyOfPresentation, type Selection } from './selection.ts'
import { cameTo, sideOf, who } from './words.ts'

const marks: Record<Outcome, ReactNode> = {
  rotated: <circle cx="8" cy="8" r="4.5" fill="currentColor" stroke="none" />,
  replayed: (
    <>
      <circle cx="8" cy="8" r="4.5" />
      <circle cx="8" cy="8" r="1.5" fill="currentColor" />
    </>
  ),
  fresh: <circle cx="8" cy="8" r="4.5" />,
  lost: <path d="M2 8h3M7 8h2M11 8h3" />,
  alarm: <path d="M8 1.5 15 14H1ZM8 6v4M8 11.6v.4" />,
  refused: <path d="m4 4 8 8M12 4l-8 8" />,
}

interface Props {
  presentation: Presentation
  ending: Family['ending']
  stopAt: string
  selected: Selection | null
  onSelect: (selection: Selection) => void
}

/** Somebody came with a token: where from, when, and what it came to. */
export function Stub({ presentation, ending, stopAt, selected, onSelect }: Props) {
  const { seq, t, token, outcome, status, reason, child } = presentation
  const key = keyOfPresentation(presentation)
  return (
    <li
      className="family-stub"
      data-testid="family-stub"
      data-side={sideOf(presentation)}
      data-came-to={outcome}
      data-event={seq}
      data-answer={status}
      data-why={reason}
    >
      <button
        type="button"
        data-step={key}
        tabIndex={stopAt === key ? 0 : -1}
        aria-pressed={selected !== null && keyOf(selected) === key}
        onClick={() => onSelect({ kind: 'presentation', seq })}
        className="family-came"
      >
        <span>
          <span className="font-semibold">{who(presentation)}</span> presented <code>{token ?? 'something else'}</code>{' '}
          <span className="timer whitespace-nowrap text-muted">at {formatSeconds(t)}</span>
        </span>
        <span className={outcome === 'alarm' ? 'font-semibold' : 'text-muted'}>
          {cameTo(presentation, ending)}
          {child && (
            <>
              {' '}
              <span aria-hidden="true">→ </span>
              <span className="sr-only">to </span>
              <code>{child}</code>
            </>
          )}
          {status === 401 && reason && (
            <>
              {' '}
              <code className="text-xs">401 {reason}</code>
            </>
          )}
        </span>
      </button>
      <svg
        viewBox="0 0 16 16"
        className="family-mark"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {marks[outcome]}
      </svg>
    </li>
  )
}
