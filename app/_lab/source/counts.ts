import type { RunState } from '@/lib/lab/run/state.ts'

/** How often each part of the source decided in this run. */
export function countsOf({ events }: RunState): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { region } of events) if (region) counts[region] = (counts[region] ?? 0) + 1
  return counts
}
