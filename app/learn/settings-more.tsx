'use client'

import { useId } from 'react'
import type { Settings } from '@/lib/http/lab-schemas.ts'

interface Props {
  settings: Settings
  onChange(settings: Settings): void
}

/** Chapter 1: where the page keeps the token. */
export function Storage({ settings, onChange }: Props) {
  const id = useId()
  return (
    <fieldset>
      <legend className="text-sm text-muted">Where is it kept?</legend>
      <div className="flex flex-wrap gap-x-4">
        {(['cookie', 'localStorage'] as const).map((storage) => (
          <label key={storage} className="flex min-h-11 items-center gap-2">
            <input
              type="radio"
              name={`${id}-storage`}
              checked={settings.storage === storage}
              onChange={() => onChange({ ...settings, storage })}
              className="size-4"
            />
            {storage === 'cookie' ? 'HttpOnly cookie' : 'localStorage'}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Chapter 3: the same with the denylist is the strategy `combined`. */
export function DenyToo({ settings, onChange }: Props) {
  return (
    <label className="flex min-h-11 items-center gap-2">
      <input
        type="checkbox"
        data-testid="deny-too"
        checked={settings.strategy === 'combined'}
        onChange={({ target }) => onChange({ ...settings, strategy: target.checked ? 'combined' : 'rotation' })}
        className="size-4"
      />
      + denylist
    </label>
  )
}
