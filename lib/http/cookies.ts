import { parse, serialize } from 'cookie'
import type { IssuedTokens } from '../auth/index.ts'

/**
 * Every cookie there is. A browser takes Secure cookies with these prefixes from http://localhost too, so there is no second
 * set of names for development. `__Host-` demands Path=/; the refresh token gives that up to travel to /api/auth alone.
 */
const cookies = {
  access: { name: '__Host-access', path: '/', sameSite: 'lax' },
  // Strict: every request that needs these three is a POST from our own pages.
  refresh: { name: '__Secure-refresh', path: '/api/auth', sameSite: 'strict' },
  holder: { name: '__Secure-holder', path: '/api/auth', sameSite: 'strict' },
  // What a logout that was not confirmed may be tried again with; nothing but logout receives or accepts it.
  unfinished: { name: '__Secure-unfinished', path: '/api/auth/logout', sameSite: 'strict' },
  // Shows that this browser has logged in to an account before (lib/server/known-device.ts).
  device: { name: '__Secure-device', path: '/api/auth', sameSite: 'strict' },
  // What the last logout did, for the page that says so. No credential.
  receipt: { name: '__Host-receipt', path: '/', sameSite: 'lax' },
} as const

export type CookieName = keyof typeof cookies

/** Browsers keep at least this much of name, value and attributes (RFC 6265, section 6.1). */
const MAX_BYTES = 4096

/** `maxAge` in seconds, rounded down. Zero or less clears: the same attributes, so that it is the same cookie. */
export function setCookie(name: CookieName, value: string, maxAge: number): string {
  const { name: wireName, path, sameSite } = cookies[name]
  const lives = maxAge >= 1
  const line = serialize(wireName, lives ? value : '', {
    path,
    sameSite,
    httpOnly: true,
    secure: true,
    maxAge: lives ? Math.floor(maxAge) : 0,
    encode: (text) => text,
  })
  if (line.length > MAX_BYTES) throw new RangeError(`The cookie ${wireName} is larger than ${MAX_BYTES} bytes`)
  return line
}

const clearCookie = (name: CookieName): string => setCookie(name, '', 0)

/** Every token cookie, written or cleared: none of the session before survives. An unfinished logout does. */
export function tokenCookies({ session, accessToken, refreshToken, holder }: IssuedTokens, now: number): string[] {
  const refreshAge = session.idleExpiresAt - now
  return [
    setCookie('access', accessToken, session.accessUntil - now),
    refreshToken ? setCookie('refresh', refreshToken, refreshAge) : clearCookie('refresh'),
    holder ? setCookie('holder', holder, refreshAge) : clearCookie('holder'),
  ]
}

/** `unfinished`: the token that a logout which is not confirmed can be tried again with. */
export function clearedTokenCookies(unfinished: string | null = null): string[] {
  const cleared = (['access', 'refresh', 'holder'] as const).map(clearCookie)
  return [...cleared, unfinished ? unfinishedCookie(unfinished) : clearCookie('unfinished')]
}

/** Seconds in which a logout that was not confirmed can be tried again by its owner. */
const UNFINISHED_AGE = 86_400

export const unfinishedCookie = (token: string): string => setCookie('unfinished', token, UNFINISHED_AGE)

export const readCookie = (headers: Headers, name: CookieName): string | null =>
  readCookieNamed(headers, cookies[name].name)

/** Null: absent, or sent twice. A neighbour on a sibling domain can add a second `__Secure-` cookie, never remove ours. */
export function readCookieNamed(headers: Headers, wireName: string): string | null {
  const header = headers.get('cookie') ?? ''
  const values = header.split(';').filter((pair) => pair.split('=', 1)[0]?.trim() === wireName)
  return values.length === 1 ? (parse(values[0]!, { decode: (text) => text })[wireName] ?? null) : null
}
