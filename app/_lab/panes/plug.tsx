'use client'

import type { Outage, Settings } from '@/lib/http/lab-schemas.ts'
import { plugWords } from '@/lib/lab/run/words.ts'
import { Select } from './select.tsx'

const choices = Object.entries(plugWords) as [Outage, string][]

interface Props {
  settings: Settings
  onChange(settings: Settings): void
}

/** Pulls the plug on the denylist's store, for the next run alone. */
export function Plug({ settings, onChange }: Props) {
  return (
    <div className="min-w-0 max-sm:col-span-2">
      <Select
        label="The denylist’s store"
        testId="plug"
        value={settings.outage}
        choices={choices}
        onChoose={(outage) => onChange({ ...settings, outage })}
      />
    </div>
  )
}
