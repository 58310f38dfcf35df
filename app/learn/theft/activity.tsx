'use client'

import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import type { RunState } from '@/lib/lab/run/state.ts'
import { activityOf } from './activity-words.ts'

/** The session's activity as its owner would read it afterwards, newest first. */
export function Activity({ state }: { state: RunState }) {
  return (
    <section aria-labelledby="theft-activity" className="grid content-start gap-2">
      <h3 id="theft-activity" className="text-base">
        Activity of this session
      </h3>
      <ol data-testid="activity" className="border-t border-control">
        {activityOf(state).map(({ seq, t, kind, text, urgent }) => (
          <li
            key={seq}
            data-kind={kind}
            className={`flex gap-x-4 border-b border-line py-2 text-sm ${urgent ? 'font-semibold' : ''}`}
          >
            <span className="timer w-14 shrink-0 text-muted">{formatSeconds(t)}</span>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
