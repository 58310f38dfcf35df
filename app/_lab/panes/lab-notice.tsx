'use client'

import { Button } from '@/app/_ui/button.tsx'
import { Notice } from '@/app/_ui/notice.tsx'
import type { Lab } from '@/lib/client/lab/use-lab.ts'
import { isLoggedIn } from '@/lib/lab/run/held.ts'

interface Props {
  lab: Lab
  onRetry(): void
}

/** What is out of order, what is still true, and what can be done. */
export function LabNotice({ lab, onRetry }: Props) {
  const { problem, run, phase } = lab
  return (
    <div className="grid gap-3 empty:hidden">
      {run.feed === 'lost' && (
        <Notice role="status" title="Lost the live feed." data-testid="feed-lost">
          <p>Reconnecting; the run continues on the server.</p>
        </Notice>
      )}
      {run.paused && (
        <Notice role="status" title="Drawing paused. The server’s clock is not.">
          <p>Nothing is missed: resuming catches up.</p>
        </Notice>
      )}
      {problem?.code === 'run_not_found' && (
        <Notice role="status" title="This run was swept after 24 h.">
          <p>Run it again; it takes a minute.</p>
        </Notice>
      )}
      {problem && problem.code !== 'run_not_found' && (
        <Notice tone="error" role="alert" title={titleOf(problem.action)} data-testid="lab-problem">
          <p className="mb-3">
            {problem.says}
            {problem.action === 'logout' && run.state && isLoggedIn(run.state) && ' You are still logged in.'}
          </p>
          {(problem.action === 'start' || phase === 'idle') && (
            <Button type="button" onClick={onRetry}>
              Retry
            </Button>
          )}
        </Notice>
      )}
    </div>
  )
}

const titles = {
  start: 'The run did not start.',
  resume: 'Your last run could not be loaded.',
  logout: 'The server did not confirm the logout.',
  stop: 'The run could not be stopped.',
  save: 'The result was not saved.',
  replay: 'The attacker could not try again.',
}
const titleOf = (action: keyof typeof titles): string => titles[action]
