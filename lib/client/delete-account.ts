import { NO_ANSWER, type Refusal, refusalOf } from './answer.ts'
import { authFetch } from './auth-fetch.ts'
import { sendEnding } from './ending.ts'
import { setActing } from './leaving.ts'
import { withStepUp } from './step-up.ts'

/** Once the password check is recent enough. Null: deleted, and this tab leaves by a full document navigation, so that Back shows nothing. */
export async function deleteAccount(): Promise<Refusal | null> {
  try {
    const response = await withStepUp(() => {
      setActing(true)
      return authFetch('/api/account', { method: 'DELETE' }, sendEnding('logged_out_everywhere'))
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

function failed(refusal: Refusal): Refusal {
  setActing(false)
  return refusal
}
