'use client'

import { useState } from 'react'
import type { Settings } from '@/lib/http/lab-schemas.ts'
import { linkOf } from '@/lib/lab/run/link.ts'
import { settingsFor } from '@/lib/lab/run/presets.ts'
import { LabFigure } from '../_lab/lab-figure.tsx'
import { Controls } from './controls.tsx'

/** The figure of the chapters without a lesson: whatever is chosen stands in the address. */
export function FreePlay({ initial }: { initial: Settings }) {
  const [settings, setSettings] = useState(initial)
  function choose(next: Settings) {
    setSettings(next)
    history.replaceState(null, '', linkOf(next))
  }
  return (
    <LabFigure
      page="free"
      settings={settings}
      onSettings={choose}
      story="Malware on your machine reads the browser’s cookie store, each time it changes."
      question={null}
      more={
        <Controls
          settings={settings}
          onChange={choose}
          onReset={() => choose(settingsFor('free', 'fast', { strategy: settings.strategy }))}
        />
      }
    />
  )
}
