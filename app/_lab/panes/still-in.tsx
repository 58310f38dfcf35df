'use client'

import { Stamp } from '@/app/_ui/stamp.tsx'
import type { Lab } from '@/lib/client/lab/use-lab.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import { exposureIn } from '@/lib/lab/run/state.ts'

/** How long the copy has worked since the logout: what is known, never more. */
export function StillIn({ lab: { run }, session }: { lab: Lab; session: number }) {
  const exposure = run.state && exposureIn(run.state, session)
  return (
    <p className="flex flex-wrap items-baseline gap-x-2">
      Still in after logout:
      {exposure ? (
        <span className="flex flex-wrap items-baseline gap-x-2">
          <strong
            className={`timer text-lg leading-none ${exposure.leaks > 0 ? 'text-state-leak-text' : ''}`}
            data-outcome={exposure.leaks > 0 ? 'leak' : undefined}
          >
            {formatSeconds(exposure.min)}
          </strong>
          <Stamp kind="measured" />
          {exposure.max === null && <span className="text-sm text-muted">and counting</span>}
        </span>
      ) : (
        <span className="text-muted">nobody has logged out yet</span>
      )}
    </p>
  )
}
