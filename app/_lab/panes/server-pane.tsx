'use client'

import type { Lab } from '@/lib/client/lab/use-lab.ts'
import { isUnplugged } from '@/lib/lab/run/lives.ts'
import { DenylistTable } from './denylist-table.tsx'
import { SessionsTable } from './sessions-table.tsx'

interface Props {
  lab: Lab
}

const unpluggedWords = {
  none: '',
  fallback: 'Unplugged for this run: each question meets a closed port, and the database is asked instead.',
  closed: 'Unplugged for this run: each question meets a closed port, and nobody is let in (503).',
  open: 'Unplugged for this run: each question meets a closed port, and everybody is let in. Never do this.',
}

/** What the stores hold because of this run, and nothing else: read by the server once a second. */
export function ServerPane({ lab }: Props) {
  const { run, view } = lab
  const { server, state } = run
  if (!view || !state || !server)
    return <p className="text-muted">Nothing yet. It is read from the stores while a run goes on.</p>
  const asksNothing = view.settings.strategy === 'client-side'
  return (
    <div className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
      <div className="grid min-w-0 content-start gap-2">
        <h4 className="text-sm font-semibold text-muted">Database: the sessions of this run</h4>
        <SessionsTable run={run} />
        {asksNothing && <p className="text-sm text-muted">A row for the list of your devices. No check reads it.</p>}
      </div>
      <div className="grid min-w-0 content-start gap-2">
        <h4 className="text-sm font-semibold text-muted">
          {asksNothing ? 'What it keeps of the token' : `Denylist (${server.driver})`}
        </h4>
        {isUnplugged(view.settings) && (
          <p data-testid="unplugged" className="text-sm font-semibold">
            <span aria-hidden="true">▲ </span>
            {unpluggedWords[view.settings.outage]}
          </p>
        )}
        {asksNothing ? (
          <p data-testid="server-empty" className="sm:text-lg">
            Nothing. The server keeps no record of this token. That is the point, and the problem.
          </p>
        ) : (
          <DenylistTable run={run} />
        )}
      </div>
    </div>
  )
}
