'use client'

import { Fragment, useState } from 'react'
import { Field } from '@/app/_ui/field.tsx'
import { Stamp } from '@/app/_ui/stamp.tsx'
import { formatDuration } from '@/lib/client/durations.ts'
import { digits, formatBytes } from '@/lib/lab/run/numbers.ts'
import { ENTRY_BYTES, ENTRY_MARGIN, type Load, scaleOf } from '@/lib/lab/run/scale.ts'

const inputs = [
  { name: 'users', label: 'People logged in', min: 0, max: 1_000_000_000, unit: 1, start: 10_000 },
  { name: 'logoutsPerHour', label: 'Logouts an hour', min: 0, max: 1_000_000_000, unit: 1, start: 2000 },
  { name: 'accessLife', label: 'Access token lives, in minutes', min: 0.1, max: 1440, unit: 60, start: 15 },
  { name: 'requestsPerSecond', label: 'Requests a second', min: 0, max: 10_000_000, unit: 1, start: 500 },
] as const satisfies { name: keyof Load; [more: string]: unknown }[]

type Texts = Record<keyof Load, string>

const first = Object.fromEntries(inputs.map(({ name, start }) => [name, String(start)])) as Texts

/** The same prices for a service that is not this one. Nothing is measured here. */
export function ScaleForm() {
  const [texts, setTexts] = useState(first)
  const valid = ({ name, min, max }: (typeof inputs)[number]) => {
    const value = Number(texts[name])
    return texts[name].trim() !== '' && value >= min && value <= max
  }
  const load = Object.fromEntries(
    inputs.map(({ name, unit, start, ...rest }) => [
      name,
      (valid({ name, unit, start, ...rest } as (typeof inputs)[number]) ? Number(texts[name]) : start) * unit,
    ]),
  ) as unknown as Load
  const { keys, bytes, lookupsPerSecond, refreshesPerSecond, exposure } = scaleOf(load)
  const results = [
    {
      label: 'Denylist entries, at most',
      value: digits(keys),
      formula: `logouts a second × (life + ${ENTRY_MARGIN}\u202fs)`,
    },
    {
      label: 'Their size',
      value: formatBytes(bytes),
      formula: `entries × ${ENTRY_BYTES}\u202fB, without what the store adds`,
    },
    { label: 'Lookups a second', value: digits(lookupsPerSecond), formula: 'one for each request, if you deny' },
    { label: 'Renewals a second', value: digits(refreshesPerSecond), formula: 'people ÷ life, if you starve' },
    {
      label: 'A copy works for, at most',
      value: formatDuration(exposure),
      formula: 'the life; 0 s if you deny as well',
    },
  ]
  return (
    <div className="mt-4 grid gap-6 @4xl:grid-cols-[20rem_1fr] @4xl:gap-12">
      <form
        className="js-only grid content-start gap-3 @xl:@max-4xl:grid-cols-2"
        onSubmit={(event) => event.preventDefault()}
      >
        {inputs.map((input) => (
          <Field
            key={input.name}
            id={`scale-${input.name}`}
            name={input.name}
            label={input.label}
            type="number"
            inputMode="decimal"
            min={input.min}
            max={input.max}
            step="any"
            value={texts[input.name]}
            onChange={({ target }) => setTexts({ ...texts, [input.name]: target.value })}
            error={
              valid(input)
                ? undefined
                : `From ${digits(input.min)} to ${digits(input.max)}; counted as ${digits(input.start)}.`
            }
          />
        ))}
      </form>
      <dl className="sheet-list self-start" data-testid="scale">
        {results.map(({ label, value, formula }) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>
              <span className="text-lg font-bold tabular-nums">{value}</span> <Stamp kind="calculated" />
              <span className="block text-sm text-muted">{formula}</span>
            </dd>
          </Fragment>
        ))}
      </dl>
    </div>
  )
}
