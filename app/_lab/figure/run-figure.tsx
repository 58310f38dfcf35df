'use client'

import { type ReactNode, useId, useRef, useState } from 'react'
import type { Run } from '@/lib/client/lab/use-run.ts'
import { Announcer } from './announcer.tsx'
import { EventTable } from './event-table.tsx'
import { ExportCsv } from './export-csv.tsx'
import { GateStrip } from './gate-strip.tsx'
import { Timeline } from './timeline.tsx'

interface Props {
  run: Pick<Run, 'state' | 't' | 'paused'>
  /** `seq` of an event; everything on the page shows the same one. */
  selected: number | null
  onSelect: (seq: number | null) => void
  /** Said while nothing has run. */
  empty?: ReactNode
  gate?: boolean
}

/** The run as a figure and as a table, and the checks of the selected request. */
export function RunFigure({ run: { state, t, paused }, selected, onSelect, empty, gate = true }: Props) {
  const [asTable, setAsTable] = useState(false)
  const gateStrip = useRef<HTMLFieldSetElement>(null)
  const tableId = useId()
  const open = () => gateStrip.current?.focus()
  return (
    <div className="grid min-w-0 gap-4" data-testid="run-figure">
      <Announcer state={state} />
      <Timeline
        state={state}
        t={t}
        paused={paused}
        selected={selected}
        onSelect={onSelect}
        onOpen={gate ? open : undefined}
        empty={empty}
      />
      {state && (
        <>
          {gate && <GateStrip ref={gateStrip} state={state} selected={selected} onSelect={onSelect} />}
          <div className="flex flex-wrap gap-2 print:hidden">
            <button
              type="button"
              className="button button-small"
              aria-expanded={asTable}
              aria-controls={tableId}
              data-testid="view-as-table"
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? 'Hide the table' : 'View as table'}
            </button>
            <ExportCsv state={state} />
          </div>
          <div id={tableId} hidden={!asTable}>
            {asTable && (
              <EventTable state={state} selected={selected} onSelect={onSelect} onOpen={gate ? open : undefined} />
            )}
          </div>
        </>
      )}
    </div>
  )
}
