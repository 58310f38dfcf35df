import { jsonPost, NO_ANSWER, type Refusal, refusalOf } from './answer.ts'
import { authFetch } from './auth-fetch.ts'
import { setActing } from './leaving.ts'

/** Asks whoever sits there for the password. True: it was checked just now. */
type Ask = () => Promise<boolean>
let ask: Ask | null = null
let asked: Promise<boolean> | null = null

/** The page's dialog. Returns what takes it away again. */
export function offerStepUp(dialog: Ask): () => void {
  ask = dialog
  return () => {
    if (ask === dialog) ask = null
  }
}

/**
 * Sends; where the server wants a recent password check first, asks for it once and sends again. The answer is the refusal
 * where nobody showed a password. Nothing is held while a person is asked: other tabs go on.
 */
export async function withStepUp(send: () => Promise<Response>): Promise<Response> {
  const first = await send()
  if (first.status !== 403 || !ask || (await refusalOf(first.clone())).code !== 'reauthentication_required')
    return first
  // While the question stands, another tab may log out: this one must heed it.
  setActing(false)
  asked ??= ask().finally(() => {
    asked = null
  })
  return (await asked) ? send() : first
}

/** Null: it is right, and its check is dated now. */
export async function reauthenticate(password: string): Promise<Refusal | null> {
  try {
    const response = await authFetch('/api/auth/reauthenticate', jsonPost({ password }))
    return response.ok ? null : await refusalOf(response)
  } catch {
    return { code: 'store_unavailable', title: `${NO_ANSWER}. Nothing was changed. Try again.` }
  }
}
