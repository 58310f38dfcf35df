import type { ReactNode } from 'react'
import type { Lifetimes, Strategy } from '@/lib/auth/index.ts'
import { formatDuration } from '@/lib/client/durations.ts'
import { Stamp } from './stamp.tsx'
import { strategyNames } from './strategy-names.ts'

const order: Strategy[] = ['combined', 'rotation', 'denylist', 'client-side']

function explain(strategy: Strategy, { access, longAccess }: Lifetimes): ReactNode {
  const short = formatDuration(access)
  const long = formatDuration(longAccess)
  switch (strategy) {
    case 'combined':
      return `Tokens of ${short}, renewed as you go. Logging out ends the renewal and denies the token: a copy works for ${formatDuration(0)}.`
    case 'rotation':
      return `Tokens of ${short}, renewed as you go. Logging out ends the renewal: a copy works for up to ${short}.`
    case 'denylist':
      return `One token of ${long}, never renewed. Logging out denies it: a copy works for ${formatDuration(0)}.`
    case 'client-side':
      return `One token of ${long}, never renewed. Logging out deletes your cookie: a copy works for up to ${long}.`
  }
}

/** How logging out shall work for the login that is about to begin. */
export function StrategyChoice({ lifetimes }: { lifetimes: Lifetimes }) {
  return (
    <fieldset>
      <legend className="mb-2 font-semibold">How should logging out work for this login?</legend>
      <div className="overflow-hidden rounded-md border border-control">
        {order.map((strategy) => (
          <label
            key={strategy}
            className="flex gap-3 border-b border-line px-3 py-2.5 last:border-b-0 hover:bg-surface has-checked:bg-surface"
          >
            <input
              type="radio"
              name="strategy"
              value={strategy}
              defaultChecked={strategy === 'combined'}
              aria-describedby={`about-${strategy}`}
              className="mt-1.5 size-4 shrink-0"
            />
            <span className="grid gap-0.5">
              <span className="font-semibold">
                {strategyNames[strategy].name}
                {strategy === 'combined' && <span className="font-normal text-muted"> · recommended</span>}
              </span>
              <span id={`about-${strategy}`} className="text-sm text-muted">
                {explain(strategy, lifetimes)}
              </span>
            </span>
          </label>
        ))}
      </div>
      <p className="mt-2 text-sm text-muted">
        <Stamp kind="calculated" /> from this server’s settings.
      </p>
    </fieldset>
  )
}
