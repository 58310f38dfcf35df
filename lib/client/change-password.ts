import type { WireSession } from '@/lib/http/schemas.ts'
import { jsonPost, NOT_HEARD, type Refusal, refusalOf } from './answer.ts'
import { authFetch } from './auth-fetch.ts'
import { setActing } from './leaving.ts'
import { withAuthLock } from './lock.ts'
import { tellTabs } from './tabs.ts'
import { learnTimes, timesOf } from './times.ts'

/** Null: changed. This tab and the others load their page anew, under the session that goes on. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<Refusal | null> {
  setActing(true)
  try {
    const response = await authFetch('/api/auth/password', jsonPost({ currentPassword, newPassword }), (input, init) =>
      withAuthLock(() => fetch(input, init)),
    )
    if (response.ok) {
      const { session, now }: { session: WireSession; now: number } = await response.json()
      learnTimes(timesOf(session, now))
      tellTabs({ type: 'reload' })
      location.assign('/account?done=password')
      return null
    }
    setActing(false)
    return refusalOf(response)
  } catch {
    setActing(false)
    return { code: 'store_unavailable', title: `${NOT_HEARD} The password may be unchanged. Try again.` }
  }
}
