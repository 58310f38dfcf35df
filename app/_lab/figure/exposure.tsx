import { Stamp } from '@/app/_ui/stamp.tsx'
import type { Exposure as ExposureView } from '@/lib/lab/run/exposure.ts'
import { formatBound, formatSeconds } from '@/lib/lab/run/numbers.ts'

interface Props {
  /** Null: nobody has logged out yet. */
  exposure: ExposureView | null
  /** Whether the run is over. */
  settled: boolean
  className?: string
}

/** "14.8 s (between 14.75 and 15.00)", and that it was measured. In the alarming colour only when somebody was in. */
export function Exposure({ exposure, settled, className = '' }: Props) {
  if (!exposure) return <span className={`text-muted ${className}`}>nobody has logged out yet</span>
  const { min, max, leaks } = exposure
  const outcome = leaks > 0 ? 'leak' : undefined
  return (
    <span
      className={`inline-flex flex-wrap items-baseline gap-x-2 ${className}`}
      data-testid="exposure"
      data-exposure-min-ms={min}
      data-exposure-max-ms={max ?? ''}
    >
      {max === null && settled && <span>at least</span>}
      <strong className={`timer ${outcome ? 'text-state-leak-text' : ''}`} data-outcome={outcome}>
        {formatSeconds(min)}
      </strong>
      {max !== null && (
        <span className="timer text-sm">
          (between {formatBound(min)} and {formatBound(max)})
        </span>
      )}
      <Stamp kind="measured" />
      {max === null && !settled && <span className="text-sm text-muted">and counting</span>}
    </span>
  )
}
