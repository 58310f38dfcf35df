'use client'

import { useState } from 'react'
import { Button } from '@/app/_ui/button.tsx'
import { Notice } from '@/app/_ui/notice.tsx'
import type { Guess } from '@/lib/http/lab-schemas.ts'
import { PauseButton } from '../panes/pause-button.tsx'
import { useRunTime } from '../panes/use-run-time.ts'
import './race.css'
import { announcementsOf, guesses } from '@/lib/lab/run/race-words.ts'
import { Outcome } from './outcome.tsx'
import { Strip } from './strip.tsx'
import { type RaceRun, useRace } from './use-race.ts'

/** Three real sessions, three thieves, one logout, and what each copy was still good for. */
export function RaceLab() {
  const race = useRace()
  const [guess, setGuess] = useState<Guess['outcome'] | null>(null)
  const { phase, run, problem } = race
  const isOver = phase === 'settled' || phase === 'stopped'
  const isBusy = phase === 'starting' || phase === 'live'
  return (
    <div data-testid="race" data-run-state={phase} data-run-id={run.state?.run.id ?? ''}>
      <form
        className="flex flex-wrap items-end gap-x-8 gap-y-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isBusy) void race.start(guess)
        }}
      >
        <fieldset disabled={isBusy}>
          <legend className="leading-snug">
            <span className="font-semibold">Guess first.</span> After you log out, will a stolen copy still work under
            1?
          </legend>
          <div className="flex flex-wrap gap-x-5 max-sm:text-sm">
            {guesses.map(({ value, text }) => (
              <label key={value} className="flex min-h-8 items-center gap-2">
                <input
                  type="radio"
                  name="guess"
                  value={value}
                  checked={guess === value}
                  onChange={() => setGuess(value)}
                  className="size-4"
                />
                {text}
              </label>
            ))}
          </div>
        </fieldset>
        <Button kind="primary" data-testid="run-race" aria-busy={isBusy} aria-disabled={isBusy} className="sm:min-w-52">
          <Label race={race} />
        </Button>
      </form>
      {problem && (
        <Notice tone="error" role="alert" title="The race did not start." className="mt-4">
          <p>{problem} Nothing is running because of it.</p>
        </Notice>
      )}
      {run.feed === 'lost' && (
        <Notice title="Lost the live feed." className="mt-4" data-testid="feed-lost">
          <p>Reconnecting; the race continues on the server.</p>
        </Notice>
      )}
      <p role="status" className="sr-only">
        {announcementsOf(race.race, isOver).at(-1)}
      </p>
      <figure className="mt-4 sm:mt-5" aria-label="Three copies of three tokens, before and after one logout">
        <Strip
          race={race.race}
          run={run}
          isLive={phase === 'live'}
          longestLife={race.longestLife}
          plannedLogout={race.plannedLogout}
        />
        <Legend run={run} />
      </figure>
      <Outcome race={race} isOver={isOver} />
    </div>
  )
}

function Label({ race }: { race: RaceRun }) {
  const t = useRunTime(race.run)
  // Three more refusals after the longest life, and a second for whole seconds in `exp`.
  const left = Math.max(0, Math.ceil((race.longestLife + 1000 - t) / 1000))
  if (race.phase === 'starting') return 'Starting…'
  if (race.phase === 'live') return <span className="timer">Running · {left}&#8239;s left</span>
  return race.phase === 'idle' ? 'Run the race' : 'Run it again'
}

/** What the marks mean; and, of a race that has begun, the picture can be stopped. */
function Legend({ run }: { run: RaceRun['run'] }) {
  return (
    <figcaption className="mt-2 flex flex-wrap items-center gap-x-5 gap-y-1 text-xs text-muted">
      <PauseButton run={run} className={`max-sm:order-last ${run.feed === 'idle' ? 'invisible' : ''}`} />
      <span className="flex items-center gap-2">
        <span className="race-legend-bar state-active" aria-hidden="true" /> let in while its owner is logged in
      </span>
      <span className="flex items-center gap-2">
        {/* The colour of a leak is for leaks: here only its pattern. */}
        <span className="race-legend-bar border border-current" aria-hidden="true">
          <span className="race-legend-leak" />
        </span>{' '}
        let in after the logout
      </span>
      <span className="flex items-center gap-2">
        <svg viewBox="0 0 16 16" className="size-3 fill-none stroke-current" strokeWidth="2.6" aria-hidden="true">
          <path d="m3 3 10 10M13 3 3 13" />
        </svg>{' '}
        refused
      </span>
    </figcaption>
  )
}
