import { safeNext } from '@/lib/http/next-path.ts'
import type { WireSession } from '@/lib/http/schemas.ts'
import { jsonPost, NO_ANSWER, type Refusal, refusalOf } from './answer.ts'
import { setActing } from './leaving.ts'
import { withAuthLock } from './lock.ts'
import { tellTabs } from './tabs.ts'
import { learnTimes, timesOf } from './times.ts'

/** `alarmed`: the account page has something to say that comes before everything else. */
export type Submitted = { ok: true; alarmed: boolean } | ({ ok: false } & Omit<Refusal, 'receipt'>)

/** Sends a login or sign-up form as it stands; on success the browser is on its way to the form's `next`. */
export async function submitCredentials(form: HTMLFormElement): Promise<Submitted> {
  const fields = Object.fromEntries(new FormData(form))
  setActing(true)
  // Both requests under one lock: a refresh between them would answer for the login before.
  const result = await withAuthLock(() => openSession(form.action, fields)).catch((): Submitted => {
    return { ok: false, code: 'store_unavailable', title: `${NO_ANSWER}. Try again.` }
  })
  setActing(result.ok)
  if (!result.ok) return result
  location.assign(result.alarmed ? '/account' : safeNext(fields.next, location.origin))
  return result
}

async function openSession(action: string, fields: Record<string, FormDataEntryValue>): Promise<Submitted> {
  const response = await fetch(action, jsonPost(fields))
  if (!response.ok) return { ok: false, ...(await refusalOf(response)) }
  const { session, now, alarmed }: { session: WireSession; now: number; alarmed: boolean } = await response.json()
  // Some browsers refuse Secure cookies on http://localhost.
  if ((await fetch('/api/me')).status === 401) {
    const title = 'The password is right, but this browser did not keep the cookie. Use https, or another browser.'
    return { ok: false, code: 'invalid_token', title }
  }
  learnTimes(timesOf(session, now))
  tellTabs({ type: 'logged-in' })
  return { ok: true, alarmed }
}
