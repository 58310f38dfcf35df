'use client'

import { Button } from '@/app/_ui/button.tsx'
import type { Lab } from '@/lib/client/lab/use-lab.ts'
import { isAttempt } from '@/lib/lab/run/exposure.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'

/** After everything is over: the key goes, and the copy is tried again. */
export function ReplayOnce({ lab }: { lab: Lab }) {
  const { run, busy } = lab
  const { state } = run
  if (!state) return null
  const key = state.keys.at(-1)
  const last = state.events.findLast(isAttempt)
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button
        type="button"
        className="button-small"
        data-testid="replay-once"
        aria-busy={busy}
        onClick={() => void lab.replay()}
      >
        Replay once more
      </Button>
      <p className="text-sm text-muted">
        {key && key.goneAt === null && <>The key goes at {formatSeconds(key.until)}. </>}
        {key?.goneAt != null && <>The key went at {formatSeconds(key.goneAt)}. </>}
        {last && (
          <>
            Last try: <strong className="text-text">{last.status}</strong> <code>{last.reason}</code> at{' '}
            {formatSeconds(last.t)}.
          </>
        )}
      </p>
    </div>
  )
}
