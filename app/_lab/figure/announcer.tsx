import type { RunState } from '@/lib/lab/run/state.ts'
import { announcementsOf } from '@/lib/lab/run/words.ts'

/** Says aloud the logout, the first leak, the first refusal, a reuse and the end, each once. Mounted before a run begins. */
export function Announcer({ state }: { state: RunState | null }) {
  return (
    <div role="status" aria-atomic="false" aria-relevant="additions" className="sr-only" data-testid="announcer">
      {state && announcementsOf(state).map(({ seq, text }) => <p key={`${state.run.id}-${seq}`}>{text}</p>)}
    </div>
  )
}
