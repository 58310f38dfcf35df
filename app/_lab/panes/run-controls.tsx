'use client'

import { type ReactNode, useId } from 'react'
import { Button } from '@/app/_ui/button.tsx'
import { formatDuration } from '@/lib/client/durations.ts'
import type { Lab } from '@/lib/client/lab/use-lab.ts'
import type { Settings } from '@/lib/http/lab-schemas.ts'
import { lifeOf, renews, withLife } from '@/lib/lab/run/lives.ts'
import { lifeChoices, pollChoices } from '@/lib/lab/run/presets.ts'
import { digits } from '@/lib/lab/run/units.ts'

/** Seconds after which the page clicks for a reader who asks it to. */
export const CLICK_AT = 6

interface Props {
  lab: Lab
  settings: Settings
  onChange(settings: Settings): void
  /** What only one chapter lets the reader choose. */
  more?: ReactNode
  onRunAgain(): void
}

/** Before a run: how long things live. During it: pause the picture, or stop. */
export function RunControls({ lab, settings, onChange, more, onRunAgain }: Props) {
  const { phase, run, busy } = lab
  const isOpen = phase === 'idle' || phase === 'starting'
  const isOver = phase === 'settled' || phase === 'stopped'
  const shown = lab.view?.settings ?? settings
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        {isOpen ? (
          <Before settings={settings} onChange={onChange} more={more} />
        ) : (
          <p className="me-auto text-sm text-muted">
            Access life <span className="text-text">{formatDuration(lifeOf(shown))}</span> · one try every{' '}
            <span className="text-text">{every(shown.poll)}</span> · you log out{' '}
            <span className="text-text">{shown.logoutAt === null ? 'by hand' : `at ${shown.logoutAt}\u202fs`}</span>
          </p>
        )}
        {!isOpen && (
          <div className="flex flex-wrap gap-2">
            <Button
              type="button"
              className="button-small"
              data-testid="pause"
              aria-pressed={run.paused}
              onClick={() => run.setPaused(!run.paused)}
            >
              {run.paused ? 'Resume view' : 'Pause view'}
            </Button>
            {isOver ? (
              <Button type="button" className="button-small" data-testid="run" onClick={onRunAgain}>
                Run again
              </Button>
            ) : (
              <Button
                type="button"
                className="button-small"
                data-testid="stop"
                aria-busy={busy}
                onClick={() => void lab.stop()}
              >
                Stop
              </Button>
            )}
          </div>
        )}
      </div>
      {isOpen && !renews(settings) && (
        <p className="max-w-prose text-sm text-muted">
          Chapters 1 and 2 use the longer token on purpose: without renewal, nobody would accept being logged out every
          10&#8239;s. Chapter 3 can afford short ones because it renews.
        </p>
      )}
    </div>
  )
}

function Before({ settings, onChange, more }: Pick<Props, 'settings' | 'onChange' | 'more'>) {
  return (
    <fieldset className="flex flex-wrap items-end gap-x-6 gap-y-3">
      <legend className="sr-only">Settings of the next run</legend>
      <Select
        label="An access token lives"
        value={lifeOf(settings)}
        choices={withPresent(lifeChoices, lifeOf(settings)).map((value) => [value, formatDuration(value)])}
        onChoose={(life) => onChange(withLife(settings, life))}
      />
      <Select
        label="The attacker tries every"
        value={settings.poll}
        choices={withPresent(pollChoices, settings.poll).map((value) => [value, every(value)])}
        onChoose={(poll) => onChange({ ...settings, poll })}
      />
      <Select
        label="Log out"
        value={settings.logoutAt ?? 0}
        choices={[
          [0, 'when I click'],
          [CLICK_AT, `for me, at ${CLICK_AT}\u202fs`],
        ]}
        onChoose={(at) => onChange({ ...settings, logoutAt: at || null })}
      />
      {more}
    </fieldset>
  )
}

interface SelectProps {
  label: string
  value: number
  choices: readonly (readonly [number, string])[]
  onChoose(value: number): void
}

function Select({ label, value, choices, onChoose }: SelectProps) {
  const id = useId()
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-sm text-muted">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => onChoose(Number(target.value))}
        className="min-h-11 rounded-md border border-control bg-bg px-2"
      >
        {choices.map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

const every = (seconds: number) => (seconds < 1 ? `${digits(seconds * 1000)}\u202fms` : `${digits(seconds)}\u202fs`)

const withPresent = (choices: readonly number[], present: number): number[] =>
  [...new Set([...choices, present])].sort((one, other) => one - other)
