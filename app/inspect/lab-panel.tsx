'use client'

import { Notice } from '@/app/_ui/notice.tsx'
import type { Lab } from '@/lib/client/lab/use-lab.ts'
import { Held } from './held.tsx'
import { StartRun } from './start-run.tsx'

interface Props {
  lab: Lab
  labs: boolean
  now: number
}

/** Tokens of a run: they open nothing but the run itself, so they may be shown as they are. */
export function LabPanel({ lab, labs, now }: Props) {
  return (
    <div className="grid gap-8">
      <div className="grid max-w-prose gap-2">
        <h2 className="text-xl">Lab tokens</h2>
        <p className="text-muted">
          Real tokens of a guest whom a run makes for you, signed with a key of the lab. They open nothing outside of
          their run, so here they may be shown.
        </p>
      </div>
      {labs ? (
        <>
          <div className="js-only grid gap-8">
            {lab.view ? <Held lab={lab} view={lab.view} now={now} /> : <StartRun lab={lab} />}
          </div>
          <p className="no-js">A run needs JavaScript.</p>
        </>
      ) : (
        <Notice title="The labs are off on this server." data-testid="labs-off">
          <p>Nothing can be run here. “Your login” and “Paste one” work without them.</p>
        </Notice>
      )}
    </div>
  )
}
