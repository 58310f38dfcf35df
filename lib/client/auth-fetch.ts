import { refusalOf } from './answer.ts'
import { serverNow } from './clock.ts'
import { leaveAll } from './curtain.ts'
import { leaving } from './leaving.ts'
import { refreshOnce } from './refresh.ts'
import { readTimes } from './times.ts'

type Send = (input: string, init: RequestInit) => Promise<Response>

/**
 * `fetch` for whoever is logged in: renews first when the access token has run out, and once more when it is refused, then
 * sends the same request exactly once again. Does NOT take bodies that can be read only once.
 */
export async function authFetch(input: string, init: RequestInit = {}, send: Send = fetch): Promise<Response> {
  const attempt = () => send(input, { ...init, signal: leaving.signal })
  await renewIfOver()
  const times = readTimes()
  const first = await attempt()
  if (first.status !== 401 || (await refusalOf(first.clone())).code !== 'invalid_token') return first
  if (times?.refreshExpiresAt === null) {
    leaveAll('unknown')
    return first
  }
  return (await renewOrLeave()) ? attempt() : first
}

/** Before anything is asked with a token that has run out. */
export async function renewIfOver(): Promise<void> {
  const times = readTimes()
  if (!times || serverNow() < times.accessExpiresAt) return
  if (times.refreshExpiresAt === null) leaveAll('ran_out')
  else await renewOrLeave()
}

async function renewOrLeave(): Promise<boolean> {
  const renewal = await refreshOnce()
  if (renewal.kind === 'gone') leaveAll(renewal.code)
  return renewal.kind === 'renewed'
}
