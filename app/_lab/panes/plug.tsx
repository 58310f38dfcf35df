'use client'

import type { Settings } from '@/lib/http/lab-schemas.ts'
import { outages } from '@/lib/http/lab-schemas.ts'
import { plugWords } from '@/lib/lab/run/words.ts'
import { Select } from './select.tsx'

interface Props {
  settings: Settings
  onChange(settings: Settings): void
}

/** Pulls the plug on the denylist's store, for the next run alone. */
export function Plug({ settings, onChange }: Props) {
  return (
    <Select
      label="The denylist’s store"
      testId="plug"
      value={settings.outage}
      choices={outages.map((outage) => [outage, plugWords[outage]])}
      onChoose={(outage) => onChange({ ...settings, outage })}
    />
  )
}
