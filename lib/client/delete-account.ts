import { NO_ANSWER, type Refusal, refusalOf } from './answer.ts'
import { authFetch } from './auth-fetch.ts'
import { setActing } from './leaving.ts'
import { withAuthLock } from './lock.ts'
import { withStepUp } from './step-up.ts'
import { tellTabs } from './tabs.ts'
import { forgetTimes } from './times.ts'

/** Once the password check is recent enough. Null: deleted, and this tab leaves by a full document navigation, so that Back shows nothing. */
export async function deleteAccount(): Promise<Refusal | null> {
  try {
    const response = await withStepUp(() => {
      setActing(true)
      return authFetch('/api/account', { method: 'DELETE' }, sendAndTell)
    })
    const refusal = response.ok ? null : await refusalOf(response)
    // With a receipt it is deleted, and only the denylist has not said so yet.
    if (refusal && refusal.receipt === undefined) return failed(refusal)
    location.replace('/logged-out')
    return null
  } catch {
    return failed({ code: 'store_unavailable', title: `${NO_ANSWER}: the account may still be there. Try again.` })
  }
}

/** Told before the lock is given back: a tab that waits for it must know why the login is over. */
function sendAndTell(input: string, init: RequestInit): Promise<Response> {
  return withAuthLock(async () => {
    const response = await fetch(input, init)
    if (response.ok || (await refusalOf(response.clone())).receipt !== undefined) {
      forgetTimes()
      tellTabs({ type: 'logged-out', why: 'logged_out_everywhere' })
    }
    return response
  })
}

function failed(refusal: Refusal): Refusal {
  setActing(false)
  return refusal
}
