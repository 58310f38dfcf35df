import { strategyNames } from '@/app/_ui/strategy-names.ts'
import { exposureIn, type RunState } from '@/lib/lab/run/state.ts'
import { formatSeconds } from '@/lib/lab/run/words.ts'

/** The run in one line: its longest exposure, or how many sessions are compared. */
export function titleOf(state: RunState): string {
  const { sessions, run } = state
  const strategies = new Set(sessions.map(({ strategy }) => strategy))
  if (strategies.size > 1) return `${strategies.size} ways to log out, side by side`
  const name = strategyNames[sessions[0]?.strategy ?? run.settings.strategy].name
  const exposures = sessions.flatMap(({ n }) => exposureIn(state, n) ?? [])
  if (exposures.length === 0) return `${name}: nobody logged out`
  const longest = Math.max(...exposures.map(({ min }) => min))
  if (longest === 0) return `${name}: the stolen copy was refused at once`
  return `${name}: the stolen copy worked for ${formatSeconds(longest)} more`
}
