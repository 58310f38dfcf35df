'use client'

import type { Run } from '@/lib/client/lab/use-run.ts'
import { isUnplugged } from '@/lib/lab/run/lives.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import { useRunTime } from './use-run-time.ts'

/** Milliseconds that an entry stays on the page after it has gone from the store: one beat. */
const BEAT = 3000

/** Entries with what is left of them. The digits run here and are set right by each reading of the server. */
export function DenylistTable({ run }: { run: Run }) {
  const t = useRunTime(run, 250)
  const { state, server } = run
  if (!state || !server) return null
  const rows = state.keys
    .map((entry) => ({ ...entry, read: server.denials.find(({ key }) => key === entry.key) }))
    .filter(({ goneAt }) => goneAt === null || t - goneAt < BEAT)
  const gone = state.keys.filter(({ goneAt }) => goneAt !== null).at(-1)
  const isReachable = !isUnplugged(state.run.settings)
  if (rows.length === 0)
    return (
      <p className="text-muted">
        {gone
          ? `Empty again. The last entry expired at ${formatSeconds(gone.goneAt!)}; nothing is left of the logout but the ended row.`
          : isReachable
            ? 'Empty. Every request asks it all the same.'
            : 'Empty. A logout will be kept in the database’s outbox.'}
      </p>
    )
  return (
    <table className="sheet text-sm">
      <caption className={isReachable ? 'sr-only' : 'text-start text-muted'}>
        {isReachable ? 'Entries of the denylist because of this run' : 'In the database’s outbox, for the denylist'}
      </caption>
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">Since</th>
          <th scope="col" className="w-28">
            Left
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, addedAt, until, goneAt, read }) => {
          // A reading (seconds) is the truth of its moment; between two readings time alone passes.
          const left = read ? read.left * 1000 - (t - server.t) : until - t
          return (
            <tr
              key={key}
              data-testid="denylist-row"
              data-key={key}
              data-left-ms={Math.max(0, Math.round(left))}
              className={goneAt === null ? 'arrives' : 'text-muted'}
            >
              <th scope="row" className="font-normal">
                <code title={key} className={`wrap-anywhere ${goneAt === null ? '' : 'line-through'}`}>
                  {shortKey(key)}
                </code>
              </th>
              <td className="timer">{formatSeconds(addedAt)}</td>
              <td className="timer">
                {goneAt === null ? (
                  <>{(Math.max(0, left) / 1000).toFixed(1)}&#8239;s</>
                ) : (
                  <>expired at {formatSeconds(goneAt)}</>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** The kind, and enough of the ids to compare them with the row beside it. */
const shortKey = (key: string): string =>
  key
    .split(':')
    .map((part) => (part.length > 12 ? `${part.slice(0, 8)}…` : part))
    .join(':')
