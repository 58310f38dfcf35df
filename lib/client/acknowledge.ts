import { jsonPost, NO_ANSWER, refusalOf } from './answer.ts'
import { authFetch } from './auth-fetch.ts'
import { withStepUp } from './step-up.ts'

/** Null: noted, and the page loads anew. Else why not. */
export async function acknowledgeAlarms(): Promise<string | null> {
  try {
    const response = await withStepUp(() => authFetch('/api/auth/acknowledge', jsonPost({})))
    if (!response.ok) return (await refusalOf(response)).title
    location.assign('/account?done=acknowledge')
    return null
  } catch {
    return `${NO_ANSWER}. Try again.`
  }
}
