'use client'

import { useState } from 'react'
import { Notice } from '@/app/_ui/notice.tsx'
import { formatDuration } from '@/lib/client/durations.ts'
import type { Lab } from '@/lib/client/lab/use-lab.ts'
import { presets, settingsFor } from '@/lib/lab/run/presets.ts'

const choices = ['fast', 'slow', 'production'] as const

/** No token yet. */
export function StartRun({ lab: { phase, problem, start } }: { lab: Lab }) {
  // A minute: time to read the claims, and short enough to see them expire.
  const [preset, setPreset] = useState<(typeof choices)[number]>('slow')
  const starting = phase === 'starting'
  return (
    <div className="grid max-w-prose justify-items-start gap-5 rounded-md border border-line px-5 py-5">
      <p className="text-lg font-semibold">You hold no lab token.</p>
      {problem && <Notice tone="error" title={problem.says} data-testid="lab-problem" role="alert" />}
      <div className="flex flex-wrap items-end gap-4">
        <label className="grid gap-1 text-sm">
          Its access token lives
          <select
            value={preset}
            onChange={({ target }) => setPreset(target.value as typeof preset)}
            className="min-h-11 rounded-md border border-control bg-bg px-3 text-base"
          >
            {choices.map((name) => (
              <option key={name} value={name}>
                {formatDuration(presets[name].access)}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          data-testid="start-run"
          className="button button-primary"
          aria-busy={starting}
          disabled={starting}
          onClick={() => void start(settingsFor('free', preset), null)}
        >
          {starting ? 'Starting…' : 'Start a guest run'}
        </button>
      </div>
      <p className="text-sm text-muted">
        It needs no account. Or bring a token of your own: <a href="#paste">paste one</a>.
      </p>
    </div>
  )
}
