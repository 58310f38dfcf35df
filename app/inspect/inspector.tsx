'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { syncByDocument } from '@/lib/client/clock.ts'
import { useLab } from '@/lib/client/lab/use-lab.ts'
import { LabPanel } from './lab-panel.tsx'
import { PastePanel } from './paste-panel.tsx'
import { Tabs } from './tabs.tsx'

interface Props {
  labs: boolean
  /** Server seconds of this render. */
  now: number
  yourLogin: ReactNode
}

/** Three places that tokens come from. The run and what was pasted outlive a change of the tab. */
export function Inspector({ labs, now, yourLogin }: Props) {
  const lab = useLab('inspect')
  const [pasted, setPasted] = useState('')
  useEffect(() => syncByDocument(now), [now])
  return (
    <Tabs
      label="Where the token is from"
      tabs={[
        { id: 'lab', label: 'Lab tokens', panel: <LabPanel lab={lab} labs={labs} now={now} /> },
        { id: 'login', label: 'Your login', panel: yourLogin },
        { id: 'paste', label: 'Paste one', panel: <PastePanel text={pasted} onText={setPasted} now={now} /> },
      ]}
    />
  )
}
