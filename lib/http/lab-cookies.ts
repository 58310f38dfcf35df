import { serialize } from 'cookie'
import type { IssuedTokens } from '../auth/index.ts'
import { readCookieNamed } from './cookies.ts'
import { readBearer } from './tokens.ts'

/** Seconds that a guest is known by. What a run left is swept after a day; what it proved is kept this long. */
export const GUEST_AGE = 30 * 86_400

const GUEST = '__Host-guest'
const GUEST_ID = /^[A-Za-z0-9_-]{22}$/

/** Several runs may go on in one browser: each has an access cookie of its own name, which `__Host-` allows only at Path=/. */
export const accessName = (runId: string): string => `__Host-lab-${runId.slice(0, 8)}`
const REFRESH = '__Secure-lab-refresh'
const HOLDER = '__Secure-lab-holder'

interface Place {
  path: string
  sameSite: 'lax' | 'strict'
}

/** `maxAge` in seconds, rounded down; less than one clears. */
function line(name: string, value: string, maxAge: number, place: Place): string {
  const age = Math.max(0, Math.floor(maxAge))
  return serialize(name, age === 0 ? '' : value, { ...place, httpOnly: true, secure: true, maxAge: age })
}

export const guestCookie = (id: string): string => line(GUEST, id, GUEST_AGE, { path: '/', sameSite: 'lax' })

/** Null: not a guest yet, or not a value that we made. */
export function readGuest(headers: Headers): string | null {
  const id = readCookieNamed(headers, GUEST)
  return id && GUEST_ID.test(id) ? id : null
}

/** The cookies of one session of a run, written; `null` tokens are cleared. */
export function labCookies(
  runId: string,
  { session, accessToken, refreshToken, holder }: IssuedTokens,
  now: number,
): string[] {
  const refreshAge = session.idleExpiresAt - now
  return lines(runId, [
    [accessToken, session.accessUntil - now],
    [refreshToken ?? '', refreshToken ? refreshAge : 0],
    [holder ?? '', holder ? refreshAge : 0],
  ])
}

export const clearedLabCookies = (runId: string): string[] => lines(runId, [CLEARED, CLEARED, CLEARED])

/** A value and the seconds it is kept. */
type Kept = readonly [string, number]
const CLEARED: Kept = ['', 0]

/** Access, refresh and holder. */
function lines(runId: string, [access, refresh, holder]: readonly [Kept, Kept, Kept]): string[] {
  const own: Place = { path: `/api/lab/runs/${runId}`, sameSite: 'strict' }
  return [
    line(accessName(runId), ...access, { path: '/', sameSite: 'lax' }),
    line(REFRESH, ...refresh, own),
    line(HOLDER, ...holder, own),
  ]
}

export interface LabTokens {
  accessToken: string | null
  refreshToken: string | null
  holder: string | null
}

export function readLabTokens(headers: Headers, runId: string): LabTokens {
  return {
    accessToken: readBearer(headers) ?? readCookieNamed(headers, accessName(runId)),
    refreshToken: readCookieNamed(headers, REFRESH),
    holder: readCookieNamed(headers, HOLDER),
  }
}

/** The Cookie header of a client that has no browser: the lab's own actors. */
export function cookieHeader(runId: string, { accessToken, refreshToken, holder }: LabTokens): string {
  const pairs = [
    [accessName(runId), accessToken],
    [REFRESH, refreshToken],
    [HOLDER, holder],
  ]
  return pairs.flatMap(([name, value]) => (value ? [`${name}=${value}`] : [])).join('; ')
}
