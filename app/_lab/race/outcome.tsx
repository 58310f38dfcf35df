import dynamic from 'next/dynamic'
import { Stamp } from '@/app/_ui/stamp.tsx'
import { guessVerdict, spelledOut, verdictOf } from '@/lib/lab/run/race-words.ts'
import type { RaceRun } from './use-race.ts'

/** Loaded when somebody opens it: the first visit needs no table. */
const Events = dynamic(() => import('./events.tsx').then((module) => module.RaceEvents), { ssr: false })

/** What a race came to. Its place is kept free from the beginning. */
export function Outcome({ race: { race, run, phase }, isOver }: { race: RaceRun; isOver: boolean }) {
  const verdict = verdictOf(race)
  const leaked = race.lanes[0]?.exposure?.min ?? 0
  return (
    <div className="race-outcome mt-4 grid content-start gap-3">
      {phase === 'idle' && <Plan />}
      {(phase === 'starting' || phase === 'live') && (
        <p className="text-muted">
          {race.t0 === null
            ? 'Three sessions are open, and somebody has a copy of each token.'
            : 'All three have logged out. Who still gets in?'}
        </p>
      )}
      {isOver && !verdict && <p>The race was stopped before every copy had been refused. Run it again.</p>}
      {isOver && verdict && run.state && (
        <>
          <p className="text-lg leading-snug">
            <strong
              className={`text-xl ${leaked > 0 ? 'text-state-leak-text' : ''}`}
              data-outcome={leaked > 0 ? 'leak' : undefined}
            >
              {spelledOut(leaked)}.
            </strong>{' '}
            That is the price of answer 1.{' '}
            <a href="/learn/forget" className="font-semibold">
              See why
            </a>
          </p>
          <p data-testid="race-verdict" className="max-w-prose">
            {verdict} <Stamp kind="measured" /> on this server just now.
          </p>
          {run.state.run.guess && <p className="max-w-prose">{guessVerdict(run.state)}</p>}
          <p className="text-sm text-muted">
            A token’s expiry is in whole seconds, so a life is up to one second short.{' '}
            <a href="/learn" className="text-muted">
              All five chapters
            </a>
          </p>
          <details className="rounded-md border border-line px-4">
            <summary className="min-h-11 py-2 font-semibold">Every request of the race</summary>
            <div className="pb-4">
              <Events state={run.state} />
            </div>
          </details>
        </>
      )}
    </div>
  )
}

const steps = [
  'This server makes a guest and opens three sessions for it: one for each answer.',
  'An attacker gets a copy of each token and presents it four times a second.',
  'After three seconds all three log out, by the same request that a page sends.',
  'You see which copy is still let in, for how long, and what refuses it in the end.',
]

/** What will happen, where nothing has. */
function Plan() {
  return (
    <>
      <p>Nothing has run yet. The race takes about 20 seconds.</p>
      <ol className="grid max-w-prose list-decimal gap-1 ps-6 text-sm text-muted marker:font-mono">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </>
  )
}
