'use client'

import { useId, useState } from 'react'
import type { Run } from '@/lib/client/lab/use-run.ts'
import type { RunState } from '@/lib/lab/run/state.ts'
import { EventTable } from '../../_lab/figure/event-table.tsx'
import { ExportCsv } from '../../_lab/figure/export-csv.tsx'
import { Timeline } from '../../_lab/figure/timeline.tsx'

interface Props {
  run: Run
  state: RunState
  /** `seq` of an event. */
  selected: number | null
  onSelect(seq: number | null): void
}

/** Every request of both parties, drawn to time, and as a table. */
export function Requests({ run, state, selected, onSelect }: Props) {
  const [asTable, setAsTable] = useState(false)
  const id = useId()
  return (
    <section aria-labelledby={`${id}-title`} className="grid min-w-0 gap-3">
      <h3 id={`${id}-title`} className="text-base">
        Every request, drawn to time
      </h3>
      <Timeline state={state} t={run.t} paused={run.paused} selected={selected} onSelect={onSelect} />
      <div className="flex flex-wrap gap-2 print:hidden">
        <button
          type="button"
          className="button button-small"
          aria-expanded={asTable}
          aria-controls={`${id}-table`}
          data-testid="view-as-table"
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? 'Hide the table' : 'View as table'}
        </button>
        <ExportCsv state={state} />
      </div>
      <div id={`${id}-table`} hidden={!asTable}>
        {asTable && <EventTable state={state} selected={selected} onSelect={onSelect} />}
      </div>
    </section>
  )
}
