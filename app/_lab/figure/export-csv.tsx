'use client'

import { csvOf } from '@/lib/lab/run/csv.ts'
import type { RunState } from '@/lib/lab/run/state.ts'

/** Every event of the run, made into a file by the browser. */
export function ExportCsv({ state }: { state: RunState }) {
  function save() {
    const url = URL.createObjectURL(new Blob([csvOf(state)], { type: 'text/csv;charset=utf-8' }))
    const link = document.createElement('a')
    link.href = url
    link.download = `run-${state.run.settings.scenario}-${state.run.id.slice(0, 8)}.csv`
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <button type="button" className="button button-small" data-testid="export-csv" onClick={save}>
      Export CSV
    </button>
  )
}
