import { Stamp } from '@/app/_ui/stamp.tsx'
import type { Strategy } from '@/lib/auth/index.ts'
import type { Kept } from '@/lib/lab/run/comparison.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'

/** Renewal reads the session's row; without renewal nothing ever reads it again. */
const rows: Record<Strategy, string | null> = {
  'client-side': null,
  denylist: null,
  rotation: '1 row updated: the session is ended',
  combined: '1 row updated: the session is ended',
}

export function KeptCell({ strategy, kept }: { strategy: Strategy; kept: Kept | null }) {
  if (!kept) return <span className="text-sm text-muted">not measured yet</span>
  const { keys, lasts } = kept
  return (
    <ul className="grid gap-1" data-testid="kept" data-keys={keys} data-lasts-ms={lasts ?? undefined}>
      {keys > 0 && lasts !== null && (
        <li>
          <strong>
            {keys} {keys === 1 ? 'entry' : 'entries'}
          </strong>{' '}
          for {formatSeconds(lasts)} <Stamp kind="measured" short />
          <span className="block text-sm text-muted">
            what was left of the token, and 60&#8239;s for clocks that differ
          </span>
        </li>
      )}
      {rows[strategy] && <li>{rows[strategy]}</li>}
      {keys === 0 && rows[strategy] === null && (
        <li>
          <strong>Nothing</strong> <Stamp kind="measured" short />
          <span className="block text-sm text-muted">that any check would read</span>
        </li>
      )}
    </ul>
  )
}
