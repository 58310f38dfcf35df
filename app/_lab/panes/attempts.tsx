'use client'

import type { LabEvent } from '@/lib/http/lab-schemas.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'

interface Props {
  /** Newest first. */
  attempts: readonly LabEvent[]
  selected: number | null
  onSelect(seq: number): void
}

/** The last requests of the attacker. Choosing one shows which check decided. */
export function Attempts({ attempts, selected, onSelect }: Props) {
  if (attempts.length === 0) return null
  return (
    <ol className="grid text-sm" aria-label="The attacker’s last requests, newest first">
      {attempts.map((event) => (
        <li key={event.seq} className="border-t border-line first:border-t-0">
          <button
            type="button"
            aria-pressed={selected === event.seq}
            onClick={() => onSelect(event.seq)}
            className="grid min-h-7 w-full grid-cols-[3rem_1fr_auto] items-baseline gap-x-2 rounded-[4px] px-1 text-start hover:bg-surface aria-pressed:bg-surface aria-pressed:font-semibold"
          >
            <span className="timer text-muted">#{event.seq}</span>
            <span className="truncate">
              <code>{event.kind === 'refreshed' ? 'POST /refresh' : 'GET /me'}</code>{' '}
              <span className="text-muted">{event.token}</span>
            </span>
            <span className="timer">
              <strong>{event.status}</strong> <code className="text-muted">{event.reason}</code>{' '}
              <span className="text-muted max-sm:sr-only">{formatSeconds(event.t)}</span>
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}
