'use client'

import { Time } from '@/app/_ui/token-time.tsx'
import { truthOfEnded } from '@/lib/client/truth.ts'
import { reasonWords } from '@/lib/client/words.ts'
import type { WireListedSession } from '@/lib/http/schemas.ts'
import type { Receipts } from './devices.tsx'
import { useLive } from './live.tsx'
import { Refused } from './refused.tsx'

const SHOWN = 10

/** Sessions that are over, for as long as the database remembers them, and what a copy of their token can still do. */
export function EndedDevices({
  sessions,
  receipts,
  now,
}: {
  sessions: WireListedSession[]
  receipts: Receipts
  now: number
}) {
  const { strategies } = useLive()
  if (sessions.length === 0) return null
  const endOf = (session: WireListedSession) => session.endedAt ?? session.refreshExpiresAt ?? session.accessExpiresAt
  const newest = sessions.toSorted((one, other) => endOf(other) - endOf(one)).slice(0, SHOWN)
  return (
    <details open={Object.keys(receipts).length > 0} data-testid="ended-sessions">
      <summary>Ended recently ({sessions.length})</summary>
      <ul className="mt-1 grid gap-2">
        {newest.map((session) => {
          const { id, device, endedAt, endedReason } = session
          return (
            <li key={id} data-testid="ended-row" data-sid={id} className="text-sm">
              <p>
                <span className="font-semibold">{device}</span> · session <code>{id.slice(0, 8)}</code> ·{' '}
                {endedAt === null && !(id in receipts) ? (
                  <>
                    ran out at <Time at={endOf(session)} now={now} />
                  </>
                ) : (
                  <>
                    {reasonWords(endedReason)} {endedAt !== null && <Time at={endedAt} now={now} />}
                  </>
                )}
              </p>
              {(endedAt !== null || id in receipts) && (
                <p className="timer text-muted">{truthOfEnded(session, receipts[id], strategies, now)}</p>
              )}
              <Refused session={session} denies={strategies[session.strategy].denies} />
            </li>
          )
        })}
      </ul>
    </details>
  )
}
