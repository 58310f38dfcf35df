'use client'

import { useState } from 'react'
import type { RunState } from '@/lib/lab/run/state.ts'
import { EventTable } from '../figure/event-table.tsx'

/** The table of a race, with a selection of its own. */
export function RaceEvents({ state }: { state: RunState }) {
  const [selected, setSelected] = useState<number | null>(null)
  return <EventTable state={state} selected={selected} onSelect={setSelected} />
}
