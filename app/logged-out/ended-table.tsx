import type { WireReceipt } from '@/lib/http/schemas.ts'
import { strategyNames } from '../_ui/strategy-names.ts'
import { Time } from '../_ui/token-time.tsx'

interface Props {
  receipt: WireReceipt
  endedCount: number
  now: number
}

const renewals = { revoked: 'ended', none: 'had none', pending: 'not confirmed' }

/** One row per session. The cookie that carries this names eight at most; the count is whole. */
export function EndedTable({ receipt: { ended }, endedCount, now }: Props) {
  const more = endedCount - ended.length
  return (
    <section aria-labelledby="ended">
      <h2 id="ended" className="mb-2 text-lg">
        The {endedCount} sessions
      </h2>
      <table className="sheet text-sm">
        <thead>
          <tr>
            <th scope="col">Session</th>
            <th scope="col">Way</th>
            <th scope="col">Renewal</th>
            <th scope="col">Access token</th>
          </tr>
        </thead>
        <tbody>
          {ended.map(({ sessionId, strategy, refresh, access, stolenTokenWorksUntil }) => (
            <tr key={sessionId} data-sid={sessionId} data-access={access}>
              <th scope="row" className="font-normal">
                <code>{sessionId.slice(0, 8)}</code>
              </th>
              <td>{strategy ? strategyNames[strategy].name : 'not known'}</td>
              <td>{renewals[refresh]}</td>
              <td>
                {access === 'denied' && 'refused'}
                {access === 'pending' && 'not confirmed'}
                {access === 'lives' && 'accepted'}
                {stolenTokenWorksUntil !== null && (
                  <>
                    {' '}
                    until <Time at={stolenTokenWorksUntil} now={now} />
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p className="mt-2 text-sm text-muted">And {more} more, which are counted above.</p>}
    </section>
  )
}
