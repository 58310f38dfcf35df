import type { WireSession } from '@/lib/http/schemas.ts'
import { jsonPost, NO_ANSWER, type Refusal, refusalOf } from './answer.ts'
import { authFetch } from './auth-fetch.ts'
import { setActing } from './leaving.ts'
import { withAuthLock } from './lock.ts'
import { tellTabs } from './tabs.ts'
import { learnTimes, timesOf } from './times.ts'

/** Null: changed. This tab and the others load their page anew, under the session that goes on. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<Refusal | null> {
  setActing(true)
  try {
    const response = await authFetch('/api/auth/password', jsonPost({ currentPassword, newPassword }), sendAndTell)
    if (!response.ok) return failed(await refusalOf(response))
    location.assign('/account?done=password')
    return null
  } catch {
    return failed({
      code: 'store_unavailable',
      title: `${NO_ANSWER}. If the old password no longer works, it was changed.`,
    })
  }
}

/** Told before the lock is given back: a tab that waits for it must know that the login goes on. */
function sendAndTell(input: string, init: RequestInit): Promise<Response> {
  return withAuthLock(async () => {
    const response = await fetch(input, init)
    if (response.ok) {
      const { session, now }: { session: WireSession; now: number } = await response.json()
      learnTimes(timesOf(session, now))
      tellTabs({ type: 'reload' })
    }
    return response
  })
}

function failed(refusal: Refusal): Refusal {
  setActing(false)
  return refusal
}
