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
  const times = readTimes()
  if (times?.refreshExpiresAt && serverNow() >= times.accessExpiresAt) await refreshOnce()

  const first = await attempt()
  if (first.status !== 401 || (await refusalOf(first.clone())).code !== 'invalid_token') return first
  if (times?.refreshExpiresAt === null) {
    leaveAll(serverNow() >= times.accessExpiresAt ? 'ran_out' : 'unknown')
    return first
  }
  const renewal = await refreshOnce()
  if (renewal.kind === 'renewed') return attempt()
  if (renewal.kind === 'gone') leaveAll(renewal.code)
  return first
}
