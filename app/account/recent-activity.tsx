'use client'

import { Time } from '@/app/_ui/token-time.tsx'
import { activityWords } from '@/lib/client/words.ts'
import type { WireActivity } from '@/lib/http/schemas.ts'
import { useLive } from './live.tsx'

const SHOWN = 20
/** What happens every few minutes by itself stands in the history of its session. */
const ROUTINE = new Set<WireActivity['kind']>(['used', 'refreshed'])

export function RecentActivity() {
  const { state, renderedAt } = useLive()
  const devices = new Map(state.sessions.map(({ id, device }) => [id, device]))
  const news = state.activity.filter(({ kind }) => !ROUTINE.has(kind)).slice(0, SHOWN)
  return (
    <section aria-labelledby="activity" className="grid gap-4">
      <h2 id="activity" className="text-xl">
        Recent activity
      </h2>
      <ol className="border-t border-line" data-testid="activity">
        {news.map((one) => {
          const { text, advice } = activityWords(one, devices.get(one.sessionId ?? '') ?? null)
          return (
            <li
              key={one.id}
              data-activity={one.id}
              data-kind={one.kind}
              className="flex flex-wrap gap-x-4 border-b border-line py-2 text-sm"
            >
              <Time at={one.at} now={renderedAt} className="w-32 shrink-0 text-muted" />
              <div className="min-w-56 flex-1">
                <p>{text}</p>
                {advice && (
                  <p className="font-semibold">
                    {advice}{' '}
                    <a href="#password" className="inline-block min-h-6">
                      Change password
                    </a>
                  </p>
                )}
              </div>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
