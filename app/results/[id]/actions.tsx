'use client'

import { useState } from 'react'
import { download } from '@/app/_ui/download.ts'

/** What can be taken away. `csv`: made by the server with the page. */
export function Actions({ id, csv }: { id: string; csv: string }) {
  const [said, setSaid] = useState('')
  async function copy() {
    try {
      await navigator.clipboard.writeText(location.href)
      setSaid('The address is on the clipboard.')
    } catch {
      setSaid('This browser does not let us copy. The address is in its address bar.')
    }
  }
  return (
    <div className="screen-only grid gap-2">
      <div className="flex flex-wrap gap-3">
        <button type="button" className="button js-only" onClick={() => void copy()}>
          Copy link
        </button>
        <button type="button" className="button js-only" onClick={() => print()}>
          Print
        </button>
        <button
          type="button"
          className="button js-only"
          onClick={() => download(`run-${id.slice(0, 8)}.csv`, 'text/csv', csv)}
        >
          Download CSV
        </button>
        <a className="button" href={`/api/lab/results/${id}`}>
          JSON
        </a>
      </div>
      <p role="status" className="text-sm text-muted">
        {said}
      </p>
    </div>
  )
}
