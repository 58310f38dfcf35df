import { Stamp } from '@/app/_ui/stamp.tsx'
import type { Cost } from '@/lib/lab/run/cost.ts'
import { formatMilliseconds } from '@/lib/lab/run/numbers.ts'
import { Strip } from './strip.tsx'

/** What one request costs, dot by dot, and how much of it the strategy has added. */
export function AddedCell({ cost, end }: { cost: Cost | null; end: number }) {
  if (!cost) return <span className="text-sm text-muted">not measured yet</span>
  return (
    <div
      className="grid gap-1"
      data-testid="cost"
      data-n={cost.n}
      data-p50-us={cost.p50}
      data-p95-us={cost.p95}
      data-denylist-calls={cost.denylistCalls.join('-')}
      data-database-calls={cost.databaseCalls.join('-')}
    >
      <p className="text-sm">
        <strong>{difference(cost)}</strong> <Stamp kind="measured" short />
      </p>
      <Strip cost={cost} end={end} />
      <p className="text-sm text-muted tabular-nums">
        p50 {formatMilliseconds(cost.p50)} · p95 {formatMilliseconds(cost.p95)} · n = {cost.n}
        <span className="block">{storeCalls(cost)}</span>
      </p>
    </div>
  )
}

function difference({ added, visible }: Cost): string {
  if (added === null) return 'What the others are measured against'
  if (!visible) return 'No difference we can measure here'
  const { median } = added
  return median > 0 ? `+ ${formatMilliseconds(median)} per request` : `− ${formatMilliseconds(-median)} per request`
}

/** As the wrapped stores counted them. */
function storeCalls({ denylistCalls, databaseCalls }: Cost): string {
  const none = denylistCalls[1] === 0 && databaseCalls[1] === 0
  if (none) return '0 store calls in each'
  const parts = [count(denylistCalls, 'denylist call'), count(databaseCalls, 'database call')]
  return parts.filter(Boolean).join(', ')
}

function count([least, most]: readonly [number, number], noun: string): string | null {
  if (most === 0) return null
  return least === most ? `${most} ${noun}${most === 1 ? '' : 's'} in each` : `${least} to ${most} ${noun}s`
}
