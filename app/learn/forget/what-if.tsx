'use client'

import { useId, useState } from 'react'
import { Stamp } from '@/app/_ui/stamp.tsx'
import { formatDuration } from '@/lib/client/durations.ts'

/** Seconds. */
const lives = [20, 900, 3600, 86_400]

/** The same logout with a longer token: nothing to measure, only to subtract. */
export function WhatIf() {
  const [life, setLife] = useState(3600)
  const [share, setShare] = useState(25)
  const id = useId()
  const used = Math.round((life * share) / 100)
  return (
    <figure className="grid gap-4 rounded-md border border-control px-4 py-4">
      <figcaption className="font-semibold">What if it lived longer?</figcaption>
      <fieldset className="js-only">
        <legend className="text-sm text-muted">An access token lives</legend>
        <div className="flex flex-wrap gap-x-5">
          {lives.map((seconds) => (
            <label key={seconds} className="flex min-h-11 items-center gap-2">
              <input
                type="radio"
                name={`${id}-life`}
                checked={life === seconds}
                onChange={() => setLife(seconds)}
                className="size-4"
              />
              {formatDuration(seconds)}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="js-only grid gap-1">
        <label htmlFor={`${id}-share`} className="text-sm text-muted">
          You log out after <span className="tabular-nums text-text">{formatDuration(used)}</span>
        </label>
        <input
          id={`${id}-share`}
          type="range"
          min={0}
          max={100}
          step={5}
          value={share}
          onChange={({ target }) => setShare(Number(target.value))}
          aria-valuetext={formatDuration(used)}
          className="h-7 w-full max-w-sm"
        />
      </div>
      <p>
        A token of {formatDuration(life)}, given up after {formatDuration(used)}: the copy works for another{' '}
        <strong className="tabular-nums">{formatDuration(life - used)}</strong> <Stamp kind="calculated" />
      </p>
    </figure>
  )
}
