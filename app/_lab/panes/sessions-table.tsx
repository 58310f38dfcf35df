'use client'

import type { Run } from '@/lib/client/lab/use-run.ts'
import { reasonWords } from '@/lib/client/words.ts'
import { ownSession } from '@/lib/lab/run/held.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'

/** The rows as the server read them last. */
export function SessionsTable({ run: { server, state } }: { run: Run }) {
  if (!server || !state) return null
  const own = ownSession(state)
  return (
    <table className="sheet text-sm">
      <caption className="sr-only">Sessions of this run in the database</caption>
      <thead>
        <tr>
          <th scope="col">Session</th>
          <th scope="col">Whose</th>
          <th scope="col">State</th>
          <th scope="col" className="max-sm:hidden">
            Renewed
          </th>
        </tr>
      </thead>
      <tbody>
        {server.sessions.map(({ n, id, generation, endedAt, ending }) => (
          <tr key={n} data-testid="session-row" data-sid={id} data-current={n === own}>
            <th scope="row" className="font-normal">
              <code title={id}>{id.slice(0, 8)}</code>
            </th>
            <td>
              {labelOf(state.sessions, n)}
              {n === own && server.sessions.length > 1 && <Badge />}
            </td>
            <td>
              {endedAt === null ? (
                'open'
              ) : (
                <>
                  <strong>ended</strong> <span className="timer text-muted">at {formatSeconds(endedAt)}</span>
                  <span className="block text-muted">{reasonWords(ending)}</span>
                </>
              )}
            </td>
            <td className="timer max-sm:hidden">{generation === 0 ? 'never' : `${generation}\u202f×`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const labelOf = (sessions: readonly { n: number; label: string }[], n: number): string =>
  sessions.find((session) => session.n === n)?.label ?? `Session ${n}`

function Badge() {
  return (
    <span className="ms-2 rounded-[4px] border border-control px-1.5 text-xs font-semibold whitespace-nowrap">
      this browser
    </span>
  )
}
