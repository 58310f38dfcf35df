'use client'

import type { ReactNode } from 'react'
import { formatDuration } from '@/lib/client/durations.ts'
import type { Lab } from '@/lib/client/lab/use-lab.ts'
import type { Settings } from '@/lib/http/lab-schemas.ts'
import { isUnplugged, lifeOf, renews, withLife } from '@/lib/lab/run/lives.ts'
import { digits } from '@/lib/lab/run/numbers.ts'
import { lifeChoices, pollChoices } from '@/lib/lab/run/presets.ts'
import { plugWords } from '@/lib/lab/run/words.ts'
import { Select, withPresent } from './select.tsx'
import { ViewButtons } from './view-buttons.tsx'

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
  const { phase } = lab
  const isOpen = phase === 'idle' || phase === 'starting'
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
            {isUnplugged(shown) && (
              <>
                {' '}
                · the denylist <span className="text-text">{plugWords[shown.outage]}</span>
              </>
            )}
          </p>
        )}
        {!isOpen && <ViewButtons lab={lab} again="Run again" onRunAgain={onRunAgain} />}
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
    <fieldset className="flex min-w-0 flex-wrap items-end gap-x-6 gap-y-3 max-sm:grid max-sm:w-full max-sm:grid-cols-2 max-sm:gap-x-4">
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

const every = (seconds: number) => (seconds < 1 ? `${digits(seconds * 1000)}\u202fms` : `${digits(seconds)}\u202fs`)
