import type { Cost } from '@/lib/lab/run/cost.ts'
import { formatMilliseconds } from '@/lib/lab/run/numbers.ts'

/** Units of the drawing; across it is stretched to whatever width there is. */
const WIDTH = 1000
const HEIGHT = 30
/** The golden ratio spreads neighbours apart, and the same request always lies in the same place. */
const SPREAD = 0.618_034

/** Every request as a dot, the middle one and the 95th of a hundred as lines. `end`: microseconds at the right edge. */
export function Strip({ cost, end }: { cost: Cost; end: number }) {
  const x = (microseconds: number) => ((Math.min(microseconds, end) / end) * (WIDTH - 10) + 5).toFixed(1)
  const y = (index: number) => (5 + ((index * SPREAD) % 1) * (HEIGHT - 10)).toFixed(1)
  const dots = cost.totals.map((total, index) => `M${x(total)} ${y(index)}h0`).join('')
  const beyond = cost.totals.filter((total) => total > end).length
  return (
    <div>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-8 w-full border-x border-control bg-surface fill-none"
        aria-hidden="true"
      >
        <path
          d={dots}
          className="stroke-state-active opacity-55"
          strokeWidth="3.5"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
        <path
          d={`M${x(cost.p50)} 0V${HEIGHT}`}
          className="stroke-text"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
        <path
          d={`M${x(cost.p95)} 0V${HEIGHT}`}
          className="stroke-text"
          strokeWidth="1.5"
          strokeDasharray="3 3"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <p className="flex justify-between gap-3 text-xs text-muted tabular-nums" aria-hidden="true">
        <span>0</span>
        {beyond > 0 && <span className="ms-auto">{beyond} slower, at the edge ·</span>}
        <span className={beyond > 0 ? '-ms-2' : ''}>{formatMilliseconds(end)}</span>
      </p>
    </div>
  )
}
