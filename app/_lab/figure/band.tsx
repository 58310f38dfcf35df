import { Stamp } from '@/app/_ui/stamp.tsx'
import type { Exposure } from '@/lib/lab/run/exposure.ts'
import { formatBound, formatSeconds } from '@/lib/lab/run/numbers.ts'
import { at, span } from './place.ts'

/** For how long somebody else was in: hatched from the logout to the last success, with its number; a bracket once it is known. */
export function Band({ exposure, end }: { exposure: Exposure; end: number }) {
  const { t0, min, max } = exposure
  const outcome = min > 0 ? 'leak' : undefined
  const tried = min > 0 || max !== null
  const late = t0 > end * 0.45
  const place = late
    ? { ...at(0, end), '--to': ((Math.min(end, t0 + (max ?? min)) / end) * 100).toFixed(3) }
    : at(t0, end)
  return (
    <>
      {min > 0 && <div className="band state-leak" data-outcome="leak" style={span(t0, t0 + min, end)} />}
      {max !== null && <div className="band-bracket" style={span(t0 + min, t0 + max, end)} />}
      {tried && (
        <span className="band-label" data-late={late || undefined} style={place}>
          <strong className={`timer ${outcome ? 'text-state-leak-text' : ''}`} data-outcome={outcome}>
            {formatSeconds(min)}
          </strong>
          <Stamp kind="measured" />
          <span className="text-muted">
            {max === null ? 'and counting' : `between ${formatBound(min)} and ${formatBound(max)}`}
          </span>
        </span>
      )}
    </>
  )
}
