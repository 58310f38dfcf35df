import { parse, serialize } from 'cookie'
import type { IssuedTokens } from '../auth/index.ts'

/** Seconds that a guest is known by. What a run left is swept after a day; what it proved is kept this long. */
export const GUEST_AGE = 30 * 86_400

const GUEST = '__Host-guest'
const GUEST_ID = /^[A-Za-z0-9_-]{22}$/

/** Several runs may go on in one browser: each has an access cookie of its own name, which `__Host-` allows only at Path=/. */
export const accessName = (runId: string): string => `__Host-lab-${runId.slice(0, 8)}`
const pathOf = (runId: string) => `/api/lab/runs/${runId}`
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
  const id = read(headers, GUEST)
  return id && GUEST_ID.test(id) ? id : null
}

/** The cookies of one session of a run, written; `null` tokens are cleared. */
export function labCookies(
  runId: string,
  { session, accessToken, refreshToken, holder }: IssuedTokens,
  now: number,
): string[] {
  const own: Place = { path: pathOf(runId), sameSite: 'strict' }
  return [
    line(accessName(runId), accessToken, session.accessUntil - now, { path: '/', sameSite: 'lax' }),
    line(REFRESH, refreshToken ?? '', refreshToken ? session.idleExpiresAt - now : 0, own),
    line(HOLDER, holder ?? '', holder ? session.idleExpiresAt - now : 0, own),
  ]
}

export function clearedLabCookies(runId: string): string[] {
  const own: Place = { path: pathOf(runId), sameSite: 'strict' }
  return [
    line(accessName(runId), '', 0, { path: '/', sameSite: 'lax' }),
    line(REFRESH, '', 0, own),
    line(HOLDER, '', 0, own),
  ]
}

export interface LabTokens {
  accessToken: string | null
  refreshToken: string | null
  holder: string | null
}

export function readLabTokens(headers: Headers, runId: string): LabTokens {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null
  return {
    accessToken: bearer ?? read(headers, accessName(runId)),
    refreshToken: read(headers, REFRESH),
    holder: read(headers, HOLDER),
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

function read(headers: Headers, name: string): string | null {
  const values = (headers.get('cookie') ?? '').split(';').filter((pair) => pair.split('=', 1)[0]?.trim() === name)
  return values.length === 1 ? (parse(values[0]!, { decode: (text) => text })[name] ?? null) : null
}
