import { jsonPost, NO_ANSWER, type Refusal, refusalOf } from './answer.ts'

/** Null: the password is replaced, and the browser is on its way to the login page. */
export async function resetPassword(form: HTMLFormElement): Promise<Refusal | null> {
  try {
    const response = await fetch(form.action, jsonPost(Object.fromEntries(new FormData(form))))
    if (!response.ok) return await refusalOf(response)
    location.assign('/login?done=reset')
    return null
  } catch {
    const title = `${NO_ANSWER}. Try to log in with the new password; if it does not work, send this again.`
    return { code: 'store_unavailable', title }
  }
}
