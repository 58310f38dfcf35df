'use client'

import { Time } from '@/app/_ui/token-time.tsx'
import { activityWords } from '@/lib/client/words.ts'
import { useLive } from './live.tsx'

const SHOWN = 20

export function RecentActivity() {
  const { state, renderedAt } = useLive()
  const devices = new Map(state.sessions.map(({ id, device }) => [id, device]))
  return (
    <section aria-labelledby="activity" className="grid gap-4">
      <h2 id="activity" className="text-xl">
        Recent activity
      </h2>
      <ol className="border-t border-line" data-testid="activity">
        {state.activity.slice(0, SHOWN).map((one) => {
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
                    {advice} <a href="#password">Change password</a>
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
