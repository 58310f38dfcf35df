import { Stamp } from '@/app/_ui/stamp.tsx'
import type { Compared } from '@/lib/lab/run/comparison.ts'
import { digits, formatSeconds } from '@/lib/lab/run/numbers.ts'

/** The interval is known as finely as the attacker tries. */
const bound = (milliseconds: number) => digits(Math.round(milliseconds / 10) / 100)

/** How long a copy still worked, as a number, an interval and a bar. `longest`: milliseconds of the longest bar. */
export function ExposureCell({ exposure, longest }: { exposure: Compared['exposure']; longest: number }) {
  if (!exposure) return <span className="text-sm text-muted">not measured yet</span>
  const { min, max } = exposure
  const leaked = min > 0
  return (
    <div className="grid gap-1.5">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span
          data-outcome={leaked ? 'leak' : undefined}
          className={`text-lg font-bold tabular-nums ${leaked ? 'text-state-leak-text' : ''}`}
        >
          {formatSeconds(min)}
        </span>{' '}
        <Stamp kind="measured" short />{' '}
        <span className="text-sm text-muted tabular-nums">
          {max === null
            ? 'and still in'
            : leaked
              ? `between ${bound(min)} and ${bound(max)}`
              : `refused after ${bound(max)}\u202fs`}
        </span>
      </p>
      {leaked && (
        <div
          data-outcome="leak"
          className="state-leak h-3.5"
          style={{ width: `${longest > 0 ? Math.max((min / longest) * 100, 2) : 0}%` }}
          aria-hidden="true"
        />
      )}
    </div>
  )
}
