'use client'

import type { Lab } from '@/lib/client/lab/use-lab.ts'
import { RunFigure } from '../figure/run-figure.tsx'
import { countsOf } from '../source/counts.ts'
import { SourcePane } from '../source/source-pane.tsx'

interface Props {
  lab: Lab
  /** `seq` of an event. */
  selected: number | null
  onSelect(seq: number | null): void
}

/** The run drawn to time and as a table, the checks of a request, and the code that decided the selected event. */
export function LiveFigure({ lab: { run }, selected, onSelect }: Props) {
  const { state } = run
  const event = state?.events.find(({ seq }) => seq === selected)
  return (
    <>
      <RunFigure run={run} selected={selected} onSelect={onSelect} />
      {state && <SourcePane selected={event?.region ?? null} counts={countsOf(state)} />}
    </>
  )
}
