import { jsonPost, NO_ANSWER, refusalOf } from './answer.ts'
import { authFetch } from './auth-fetch.ts'
import { drawCurtain } from './curtain.ts'
import { setActing } from './leaving.ts'
import { withAuthLock } from './lock.ts'
import { withStepUp } from './step-up.ts'
import { tellTabs } from './tabs.ts'
import { forgetTimes, readTimes } from './times.ts'

export type LogoutAction = 'logout' | 'logout-others' | 'logout-everywhere'
export type LogoutResult = { ok: true } | { ok: false; title: string }

/**
 * Ends what `action` names. The other tabs are told after the server has answered, and this one leaves by a full document
 * navigation, so that Back shows nothing. A 503 has cleared this browser's cookies too; /logged-out says what is not ended.
 */
export async function logOut(action: LogoutAction): Promise<LogoutResult> {
  const leaves = action !== 'logout-others'
  try {
    const send = (input: string, init: RequestInit) => sendAndTell(action, input, init)
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

/** Told before the lock is given back: a tab that waits for it must know why the login is over. */
function sendAndTell(action: LogoutAction, input: string, init: RequestInit): Promise<Response> {
  return withAuthLock(async () => {
    const response = await fetch(input, init)
    const isOut = response.ok || (await refusalOf(response.clone())).receipt !== undefined
    if (isOut && action !== 'logout-others') {
      forgetTimes()
      tellTabs({ type: 'logged-out', why: action === 'logout' ? 'logged_out' : 'logged_out_everywhere' })
    }
    return response
  })
}

function failed(title: string): LogoutResult {
  setActing(false)
  // The login turned out to be over, and while this tab was acting it did not draw that.
  if (!readTimes()) drawCurtain('session_revoked')
  return { ok: false, title }
}
