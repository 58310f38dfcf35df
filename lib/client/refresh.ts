import type { ProblemCode } from '@/lib/http/problem.ts'
import type { WireSession } from '@/lib/http/schemas.ts'
import { jsonPost, refusalOf } from './answer.ts'
import { syncClock } from './clock.ts'
import { withAuthLock } from './lock.ts'
import { tellTabs } from './tabs.ts'
import { forgetTimes, learnTimes, readTimes, timesOf } from './times.ts'

/** `gone`: the server refused. A refused refresh clears no cookie: it may be the loser of a race. */
export type Renewal = { kind: 'renewed' } | { kind: 'gone'; code: ProblemCode } | { kind: 'offline' }

/** Milliseconds until an answer is given up: as long as it is waited for, no tab can log out. */
const DEADLINE = 15_000

/** One refresh per browser: whoever gets the lock second finds that the times have changed, and has nothing to do. */
export async function refreshOnce(): Promise<Renewal> {
  const seen = readTimes()?.accessExpiresAt
  return withAuthLock(async () => {
    const times = readTimes()
    return times && times.accessExpiresAt !== seen ? { kind: 'renewed' } : askForRenewal()
  })
}

async function askForRenewal(): Promise<Renewal> {
  const sentAt = Date.now()
  try {
    const response = await fetch('/api/auth/refresh', { ...jsonPost({}), signal: AbortSignal.timeout(DEADLINE) })
    if (response.status === 401) {
      const { code } = await refusalOf(response)
      forgetTimes()
      return { kind: 'gone', code }
    }
    if (!response.ok) return { kind: 'offline' }
    const { session, now }: { session: WireSession; now: number } = await response.json()
    syncClock(now, sentAt, Date.now())
    learnTimes(timesOf(session, now))
    tellTabs({ type: 'renewed' })
    return { kind: 'renewed' }
  } catch {
    return { kind: 'offline' }
  }
}
