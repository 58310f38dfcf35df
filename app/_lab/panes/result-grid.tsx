'use client'

import { Stamp } from '@/app/_ui/stamp.tsx'
import type { Lab } from '@/lib/client/lab/use-lab.ts'
import type { LabEvent } from '@/lib/http/lab-schemas.ts'
import { ownSession } from '@/lib/lab/run/held.ts'
import { exposureIn, type RunState } from '@/lib/lab/run/state.ts'
import { exposureWords } from '@/lib/lab/run/words.ts'

/** Of every device: what became of the copy of each of its tokens, and for how long it was of use. */
export function ResultGrid({ lab: { run } }: { lab: Lab }) {
  const { state } = run
  if (!state) return null
  const own = ownSession(state)
  return (
    <table className="sheet max-sm:block" data-testid="result-grid">
      <caption className="sr-only">What the attacker’s copies could still do, by device</caption>
      <thead className="max-sm:sr-only">
        <tr>
          <th scope="col">Device</th>
          <th scope="col">Copy of the access token</th>
          <th scope="col">Copy of the refresh token</th>
          <th scope="col">
            Still in <Stamp kind="measured" />
          </th>
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {state.sessions.map(({ n, label, endedAt }) => {
          const exposure = exposureIn(state, n)
          const leaks = (exposure?.leaks ?? 0) > 0
          return (
            <tr
              key={n}
              data-testid="result-row"
              data-sid={state.run.sessions.find((one) => one.n === n)?.id}
              data-current={n === own}
              className="max-sm:grid max-sm:border-b max-sm:border-line max-sm:py-2"
            >
              <th scope="row" className={cell}>
                {label}
                {n === own && <span className="font-normal text-muted"> · this browser</span>}
              </th>
              <td className={cell}>
                <Narrow>Access copy: </Narrow>
                <Answer event={lastOf(state, n, 'replayed')} since={endedAt} />
              </td>
              <td className={cell}>
                <Narrow>Refresh copy: </Narrow>
                <Answer event={lastOf(state, n, 'refreshed')} since={endedAt} />
              </td>
              <td className={`timer ${cell}`}>
                <Narrow>Still in: </Narrow>
                {exposure ? (
                  <span data-outcome={leaks ? 'leak' : undefined} className={leaks ? 'text-state-leak-text' : ''}>
                    {exposureWords(exposure)}
                  </span>
                ) : (
                  <span className="text-muted">not ended</span>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const cell = 'max-sm:block max-sm:border-0 max-sm:py-0.5'

function Narrow({ children }: { children: string }) {
  return <span className="text-sm text-muted sm:hidden">{children}</span>
}

function lastOf({ events }: RunState, session: number, kind: LabEvent['kind']): LabEvent | undefined {
  return events.findLast((event) => event.session === session && event.actor === 'attacker' && event.kind === kind)
}

function Answer({ event, since }: { event: LabEvent | undefined; since: number | null }) {
  if (!event) return <span className="text-muted">not tried</span>
  const isLeak = event.status === 200 && since !== null && event.t > since
  return (
    <span data-outcome={isLeak ? 'leak' : undefined} className={isLeak ? 'text-state-leak-text' : ''}>
      <strong>{event.status}</strong> <code>{event.reason}</code>
    </span>
  )
}
