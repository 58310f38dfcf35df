import type { LaneGroup } from '@/lib/lab/run/lanes.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import type { RunState } from '@/lib/lab/run/state.ts'
import { byAlarm } from '@/lib/lab/run/words.ts'
import { at } from './place.ts'

/** The logout, and where the reader expected the last success: a dotted line through all lanes. */
export function Flags({ state, groups, end }: { state: RunState; groups: readonly LaneGroup[]; end: number }) {
  const group = groups.find(({ t0 }) => t0 !== null)
  if (!group) return null
  const t0 = group.t0!
  const guessed = groups.length === 1 ? (state.run.guess?.seconds ?? null) : null
  return (
    <div className="timeline-over">
      <span className="flag flag-logout" style={at(t0, end)}>
        {byAlarm(state, group.n) ? 'ENDED' : 'LOGOUT'} {formatSeconds(t0)}
      </span>
      {guessed !== null && (
        <>
          <div className="rule-guess" style={at(t0 + guessed * 1000, end)} />
          <span
            className="flag flag-guess"
            data-late={t0 + guessed * 1000 > end * 0.8 || undefined}
            style={at(t0 + guessed * 1000, end)}
          >
            your guess {formatSeconds(guessed * 1000)}
          </span>
        </>
      )}
    </div>
  )
}
