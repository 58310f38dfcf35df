'use client'

import { useId, useState } from 'react'
import { inputClass } from '@/app/_ui/field.tsx'
import { Stamp } from '@/app/_ui/stamp.tsx'
import { formatDuration } from '@/lib/client/durations.ts'
import { digits } from '@/lib/lab/run/numbers.ts'
import { scaleOf } from '@/lib/lab/run/scale.ts'

/** Seconds. */
const lives = [5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600]

/** How long a copy lives against how many renewals a server sees: the one falls as the other rises. */
export function Traffic() {
  const [users, setUsers] = useState(10_000)
  const [step, setStep] = useState(1)
  const id = useId()
  const life = lives[step]!
  const { refreshesPerSecond } = scaleOf({ users, logoutsPerHour: 0, accessLife: life, requestsPerSecond: 0 })
  return (
    <figure className="grid gap-4 rounded-md border border-control px-4 py-4">
      <figcaption className="font-semibold">Just make it short?</figcaption>
      <div className="js-only grid gap-x-6 gap-y-3 sm:grid-cols-[10rem_1fr]">
        <div className="grid content-start gap-1">
          <label htmlFor={`${id}-users`} className="text-sm text-muted">
            Users at work
          </label>
          <input
            id={`${id}-users`}
            type="number"
            min={1}
            max={1e9}
            value={users || ''}
            onChange={({ target }) => setUsers(Math.min(1e9, Math.max(0, Math.round(Number(target.value)))))}
            className={inputClass}
          />
        </div>
        <div className="grid content-start gap-1">
          <label htmlFor={`${id}-life`} className="text-sm text-muted">
            An access token lives <span className="tabular-nums text-text">{formatDuration(life)}</span>
          </label>
          <input
            id={`${id}-life`}
            type="range"
            min={0}
            max={lives.length - 1}
            value={step}
            onChange={({ target }) => setStep(Number(target.value))}
            aria-valuetext={formatDuration(life)}
            className="h-11 w-full max-w-sm"
          />
        </div>
      </div>
      <p>
        {digits(users)} users whose tokens live {formatDuration(life)}: a copy works for up to{' '}
        <strong className="tabular-nums">{formatDuration(life)}</strong> after a logout, and the server renews{' '}
        <strong className="tabular-nums">{digits(refreshesPerSecond)}</strong> times a second.{' '}
        <Stamp kind="calculated" />
      </p>
    </figure>
  )
}
