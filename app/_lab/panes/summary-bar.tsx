'use client'

import type { Lab } from '@/lib/client/lab/use-lab.ts'
import { isLoggedIn } from '@/lib/lab/run/held.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import { exposureIn } from '@/lib/lab/run/state.ts'

/** On narrow screens, where not everything can be seen at once: who is in. At most 56 px, no live region. */
export function SummaryBar({ lab: { run, phase } }: { lab: Lab }) {
  const { state } = run
  if (!state || state.sessions.length === 0 || phase === 'idle') return null
  const exposures = state.sessions.map(({ n }) => exposureIn(state, n)).filter((one) => one !== null)
  const worst = exposures.toSorted((one, other) => other.min - one.min)[0]
  const leaks = (worst?.leaks ?? 0) > 0
  return (
    <p className="sticky top-0 z-10 -mx-4 flex min-h-11 items-center gap-x-2 border-b border-control bg-bg px-4 text-sm sm:hidden print:hidden">
      You: <strong>{isLoggedIn(state) ? 'in' : 'out'}</strong>
      <span aria-hidden="true">·</span> Attacker:{' '}
      {!worst ? (
        <span>holds a copy</span>
      ) : (
        <strong data-outcome={leaks ? 'leak' : undefined} className={`timer ${leaks ? 'text-state-leak-text' : ''}`}>
          {worst.max === null
            ? leaks
              ? `in ${formatSeconds(worst.min)}`
              : 'has not tried yet'
            : leaks
              ? `was in ${formatSeconds(worst.min)}`
              : 'out'}
        </strong>
      )}
    </p>
  )
}
