import { jsonPost, NO_ANSWER, refusalOf } from './answer.ts'
import { authFetch } from './auth-fetch.ts'
import { drawCurtain } from './curtain.ts'
import { sendEnding } from './ending.ts'
import { setActing } from './leaving.ts'
import { withStepUp } from './step-up.ts'
import { readTimes } from './times.ts'

export type LogoutAction = 'logout' | 'logout-others' | 'logout-everywhere'
export type LogoutResult = { ok: true } | { ok: false; title: string }

/** Of this browser's login; null: it goes on. */
const endings = {
  logout: 'logged_out',
  'logout-others': null,
  'logout-everywhere': 'logged_out_everywhere',
} as const

/**
 * Ends what `action` names. The other tabs are told after the server has answered, and this one leaves by a full document
 * navigation, so that Back shows nothing. A 503 has cleared this browser's cookies too; /logged-out says what is not ended.
 */
export async function logOut(action: LogoutAction): Promise<LogoutResult> {
  const leaves = action !== 'logout-others'
  try {
    const send = sendEnding(endings[action])
    // Logging out here needs no living access token; the others do.
    const url = `/api/auth/${action}`
    const response = await withStepUp(() => {
      setActing(leaves)
      return action === 'logout' ? send(url, jsonPost({})) : authFetch(url, jsonPost({}), send)
    })
    const refusal = response.ok ? null : await refusalOf(response)
    if (refusal && !refusal.receipt) return failed(refusal.title)
    if (leaves) location.replace('/logged-out')
    else if (refusal)
      return failed('The server has not confirmed all of it yet, and goes on trying. Press again to ask.')
    else location.assign('/account?done=logout-others')
    return { ok: true }
  } catch {
    return failed(`${NO_ANSWER}: you may still be logged in there. Try again.`)
  }
}

function failed(title: string): LogoutResult {
  setActing(false)
  // The login turned out to be over, and while this tab was acting it did not draw that.
  if (!readTimes()) drawCurtain('session_revoked')
  return { ok: false, title }
}
