import type { Recorded } from './source.tsx'

/** The newest recorded run of a comparison. */
export function recordedComparison(): Recorded | null {
  return null
}
