'use client'

import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/app/_ui/button.tsx'
import { formatDuration } from '@/lib/client/durations.ts'
import type { Guess, Settings } from '@/lib/http/lab-schemas.ts'
import { outcomes } from '@/lib/lab/run/guess.ts'
import { lifeChoices } from '@/lib/lab/run/presets.ts'
import type { LoggedOut } from '@/lib/lab/run/theft.ts'
import { Radios } from '../../_lab/panes/radios.tsx'
import { Select, withPresent } from '../../_lab/panes/select.tsx'
import { DenyToo } from '../settings-more.tsx'
import { leewayChoices, outWords, stories, storyOf } from './stories.ts'

interface Props {
  settings: Settings
  busy: boolean
  onChange(settings: Settings): void
  onRun(who: LoggedOut | null, guess: Guess | null): void
}

/** Of an access life: what an honest retry may take at most. */
const MOST = 0.5
/** A refresh token lives this many access lives. */
const LIVES = 12

/** Before a run: what is going to happen, how patient the server is, and a guess at who loses the login. */
export function SetUp({ settings, busy, onChange, onRun }: Props) {
  const { path, access, leeway } = settings
  const { hasThief } = storyOf(path)
  const [who, setWho] = useState<LoggedOut | null>(null)
  const [outcome, setOutcome] = useState<Guess['outcome'] | null>(null)
  const [missing, setMissing] = useState(false)
  const id = useId()

  function lock(event: FormEvent) {
    event.preventDefault()
    // The second question is about a thief; the wire knows no other.
    if (!who || (hasThief && !outcome)) return setMissing(true)
    onRun(who, hasThief ? { outcome: outcome!, seconds: null, check: null } : null)
  }

  function live(life: number) {
    onChange({ ...settings, access: life, refresh: life * LIVES, leeway: Math.min(leeway, life * MOST) })
  }

  return (
    <form onSubmit={lock} data-testid="predict-card" className="grid gap-6 rounded-md border border-control p-4 sm:p-5">
      <fieldset>
        <legend className="mb-2 font-semibold">What is going to happen?</legend>
        <div className="grid gap-x-6 gap-y-2 lg:grid-cols-2">
          {stories.map((story) => (
            <label
              key={story.path}
              className="flex gap-3 rounded-md border border-line p-3 has-checked:border-text has-checked:bg-surface"
            >
              <input
                type="radio"
                name={`${id}-path`}
                value={story.path}
                checked={path === story.path}
                onChange={() => onChange({ ...settings, path: story.path })}
                className="mt-1.5 size-4 shrink-0"
              />
              <span>
                <span className="block font-semibold">{story.title}</span>
                <span className="block text-sm text-muted">{story.story}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>

      <fieldset className="flex flex-wrap items-end gap-x-6 gap-y-3">
        <legend className="sr-only">Settings of the next run</legend>
        <Select
          label="Leeway for a retry"
          testId="leeway"
          value={leeway}
          choices={withPresent(leewayChoices, leeway)
            .filter((value) => value <= access * MOST)
            .map((value) => [value, formatDuration(value)])}
          onChoose={(value) => onChange({ ...settings, leeway: value })}
        />
        <Select
          label="An access token lives"
          testId="access"
          value={access}
          choices={withPresent(lifeChoices, access).map((value) => [value, formatDuration(value)])}
          onChoose={live}
        />
        <DenyToo settings={settings} onChange={onChange} />
      </fieldset>

      <Radios<LoggedOut>
        inline
        legend="Who gets logged out?"
        name={`${id}-who`}
        choices={(hasThief ? (['you', 'thief', 'both', 'nobody'] as const) : (['you', 'nobody'] as const)).map(
          (value) => ({ value, text: outWords[value] }),
        )}
        value={who}
        error={missing && !who ? 'Choose one, or skip the guess.' : null}
        onChoose={setWho}
      />
      {hasThief && (
        <Radios<Guess['outcome']>
          inline
          legend="And the thief’s access token, once somebody was caught?"
          name={`${id}-outcome`}
          choices={outcomes}
          value={outcome}
          error={missing && !outcome ? 'Choose one, or skip the guess.' : null}
          onChoose={setOutcome}
        />
      )}

      <div className="flex flex-wrap gap-3">
        <Button kind="primary" data-testid="lock-guess" aria-busy={busy}>
          {busy ? 'Starting…' : 'Lock in my guess and run'}
        </Button>
        <Button type="button" data-testid="skip-guess" disabled={busy} onClick={() => onRun(null, null)}>
          Skip, just run it
        </Button>
      </div>
    </form>
  )
}
