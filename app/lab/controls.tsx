'use client'

import { useId } from 'react'
import { strategyNames } from '@/app/_ui/strategy-names.ts'
import { formatDuration } from '@/lib/client/durations.ts'
import type { Settings } from '@/lib/http/lab-schemas.ts'
import { comparedStrategies } from '@/lib/lab/run/cost.ts'
import { withFittingStorage } from '@/lib/lab/run/link.ts'

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
  const renews = strategy === 'rotation' || strategy === 'combined'
  return (
    <>
      <Choice
        label="Logging out means"
        value={strategy}
        choices={comparedStrategies.map((name) => [name, strategyNames[name].name])}
        onChoose={(text) => onChange(withFittingStorage({ ...settings, strategy: text as Settings['strategy'] }))}
      />
      {renews && (
        <>
          <Choice
            label="A refresh token lives"
            value={String(refresh)}
            choices={durations(refreshLives, refresh)}
            onChoose={(text) => onChange({ ...settings, refresh: Number(text) })}
          />
          <Choice
            label="A lost answer can be had again for"
            value={String(leeway)}
            choices={durations(leeways, leeway)}
            onChoose={(text) => onChange({ ...settings, leeway: Number(text) })}
          />
        </>
      )}
      {!renews && (
        <Choice
          label="The page keeps the token in"
          value={storage}
          choices={[
            ['cookie', 'an HttpOnly cookie'],
            ['localStorage', 'localStorage'],
          ]}
          onChoose={(text) => onChange({ ...settings, storage: text as Settings['storage'] })}
        />
      )}
      <button type="button" className="button" onClick={onReset}>
        Reset to chapter defaults
      </button>
    </>
  )
}

interface ChoiceProps {
  label: string
  value: string
  choices: readonly (readonly [string, string])[]
  onChoose(value: string): void
}

export function Choice({ label, value, choices, onChoose }: ChoiceProps) {
  const id = useId()
  return (
    <div className="grid max-w-full gap-1">
      <label htmlFor={id} className="text-sm text-muted">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => onChoose(target.value)}
        className="min-h-11 max-w-full rounded-md border border-control bg-bg px-2"
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

/** The present value is always among them, also one that came with the address. */
const durations = (choices: readonly number[], present: number): [string, string][] =>
  [...new Set([...choices, present])]
    .sort((one, other) => one - other)
    .map((value) => [String(value), value % 1 === 0 ? formatDuration(value) : `${value}\u202fs`])
