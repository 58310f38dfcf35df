import { commit, recordedAt, recordedRun } from '@/lib/lab/recorded.ts'
import { comparisonOf } from '@/lib/lab/run/comparison.ts'
import { costsOf } from '@/lib/lab/run/cost.ts'
import type { Recorded } from './source.tsx'

/** The newest recorded comparison: what the page shows before anybody has run one. */
export function recordedComparison(): Recorded {
  const { run, state, samples } = recordedRun('compare')
  return { rows: comparisonOf(state, costsOf(samples)), at: recordedAt, commit, settings: run.settings }
}
