'use client'

import type { Lab } from '@/lib/client/lab/use-lab.ts'
import { isAttempt } from '@/lib/lab/run/exposure.ts'
import { copiesOf, copyCondition } from '@/lib/lab/run/held.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import { exposureIn } from '@/lib/lab/run/state.ts'
import { Attempts } from './attempts.tsx'
import { Curl } from './curl.tsx'
import { StillIn } from './still-in.tsx'
import { TokenRow } from './token-row.tsx'

interface Props {
  lab: Lab
  /** How the copy got out, in a sentence. */
  story: string
  selected: number | null
  onSelect(seq: number): void
}

/** A real HTTP client on the server that holds a copy of the tokens and nothing else. */
export function ActorAttacker({ lab, story, selected, onSelect }: Props) {
  const { run, view } = lab
  const { state } = run
  const sessions = state?.sessions.filter(({ n }) => n <= copied(lab)) ?? []
  const first = state?.tokens.find(({ stolenAt }) => stolenAt !== null)
  return (
    <>
      <p className="text-sm text-muted">
        {story} We hand the copy over for you; how it leaks is another lesson.
        {first && (
          <>
            {' '}
            Copied at <span className="timer text-text">{formatSeconds(first.stolenAt!)}</span>.
          </>
        )}
      </p>
      {state && view && (
        <>
          <div className="grid gap-2">
            {sessions.map(({ n, label }) => (
              <div key={n} className="grid gap-2">
                {sessions.length > 1 && <p className="text-sm font-semibold">{label}</p>}
                {copiesOf(state, n).map((token) => (
                  <TokenRow
                    key={token.name}
                    run={run}
                    token={token}
                    conditionAt={(t) => copyCondition(token, t, exposureIn(state, n))}
                  />
                ))}
              </div>
            ))}
          </div>
          {sessions.length === 1 && <StillIn lab={lab} session={1} />}
          <Attempts
            attempts={state.events.filter(isAttempt).slice(-5).toReversed()}
            selected={selected}
            onSelect={onSelect}
          />
          <Curl runId={view.id} />
        </>
      )}
    </>
  )
}

/** The last session that somebody has a copy of. */
const copied = ({ run: { state } }: Lab): number =>
  Math.max(1, ...(state?.tokens.filter(({ stolenAt }) => stolenAt !== null).map(({ session }) => session) ?? []))
