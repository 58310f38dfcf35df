'use client'

import { Plug } from '@/app/_lab/panes/plug.tsx'
import { Select, withPresent } from '@/app/_lab/panes/select.tsx'
import { strategyNames } from '@/app/_ui/strategy-names.ts'
import { formatDuration } from '@/lib/client/durations.ts'
import type { Settings } from '@/lib/http/lab-schemas.ts'
import { comparedStrategies } from '@/lib/lab/run/cost.ts'
import { fitting } from '@/lib/lab/run/link.ts'
import { denies, renews } from '@/lib/lab/run/lives.ts'

interface Props {
  settings: Settings
  onChange(settings: Settings): void
  onReset(): void
}

/** Seconds. */
const refreshLives = [30, 60, 120, 600, 3600, 604_800]
const leeways = [0, 1, 2, 5, 10, 30]

/** What free play lets the reader choose beside life, pace and logout. */
export function Controls({ settings, onChange, onReset }: Props) {
  const { strategy, storage, refresh, leeway } = settings
  return (
    <>
      <Select
        label="Logging out means"
        value={strategy}
        choices={comparedStrategies.map((name) => [name, strategyNames[name].name])}
        onChoose={(strategy) => onChange(fitting({ ...settings, strategy }))}
      />
      {renews(settings) && (
        <>
          <Select
            label="A refresh token lives"
            value={refresh}
            choices={durations(refreshLives, refresh)}
            onChoose={(refresh) => onChange({ ...settings, refresh })}
          />
          <Select
            label="A lost answer can be had again for"
            value={leeway}
            choices={durations(leeways, leeway)}
            onChoose={(leeway) => onChange({ ...settings, leeway })}
          />
        </>
      )}
      {!renews(settings) && (
        <Select
          label="The page keeps the token in"
          value={storage}
          choices={[
            ['cookie', 'an HttpOnly cookie'],
            ['localStorage', 'localStorage'],
          ]}
          onChoose={(storage) => onChange({ ...settings, storage })}
        />
      )}
      {denies(settings) && <Plug settings={settings} onChange={onChange} />}
      <button type="button" className="button max-sm:col-span-2" onClick={onReset}>
        Reset to chapter defaults
      </button>
    </>
  )
}

const durations = (choices: readonly number[], present: number): [number, string][] =>
  withPresent(choices, present).map((value) => [value, value % 1 === 0 ? formatDuration(value) : `${value}\u202fs`])
