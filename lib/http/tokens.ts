import { readCookie } from './cookies.ts'

export interface Tokens {
  accessToken: string | null
  refreshToken: string | null
  holder: string | null
}

/** Thrown when cookie and bearer carry different access tokens: which of two people is asking? */
export class AmbiguousTokens extends Error {
  override name = 'AmbiguousTokens'
}

/** From the two carriers there are: cookie and `Authorization: Bearer` (RFC 6750, section 2.1). Never from a query or a body. */
export function readTokens(headers: Headers): Tokens {
  const cookie = readCookie(headers, 'access')
  const bearer = readBearer(headers)
  if (cookie && bearer && cookie !== bearer) throw new AmbiguousTokens()
  return {
    accessToken: bearer ?? cookie,
    refreshToken: readCookie(headers, 'refresh'),
    holder: readCookie(headers, 'holder'),
  }
}

/** RFC 6750, section 2.1. */
export const readBearer = (headers: Headers): string | null =>
  /^Bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null
