import { createAuthenticate } from './authenticate.ts'
import type { AuthDeps } from './deps.ts'
import { isAuthError } from './errors.ts'
import { decideRotation } from './refresh.ts'
import { parseRefreshToken, type RefreshToken } from './refresh-token.ts'

/** What is true of a token now, under the names of RFC 7662, section 2.2, and `sid`. Times are whole NumericDates (seconds). */
export type Introspection = { active: false } | ActiveToken

interface ActiveToken {
  active: true
  /** RFC 6749, section 7.1. Absent for a refresh token: nobody may present one as a bearer. */
  token_type?: 'Bearer'
  iss: string
  /** A refresh token is for the issuer alone. */
  aud: string
  sub: string
  sid: string
  /** Of an access token. */
  jti?: string
  iat: number
  exp: number
}

const INACTIVE: Introspection = { active: false }

/**
 * Of an access token: what `authenticate` would answer. Of a refresh token: would `refresh` take it as the current one of its session?
 * Asking writes nothing: it is no use, no retry and no reuse. Throws `store_unavailable` where nobody can say.
 */
export function createIntrospect(deps: AuthDeps): (token: string) => Promise<Introspection> {
  const check = createAuthenticate(deps, { notesUse: false })

  return (token) => {
    const refreshToken = parseRefreshToken(deps.peppers, token)
    return refreshToken ? ofRefreshToken(deps, refreshToken) : ofAccessToken(token)
  }

  async function ofAccessToken(token: string): Promise<Introspection> {
    const principal = await check(token).catch((error: unknown) => {
      if (isAuthError(error) && error.code !== 'store_unavailable') return null
      throw error
    })
    if (!principal) return INACTIVE
    const { accountId, sessionId, tokenId, issuedAt, expiresAt } = principal
    const { issuer, audience } = deps
    return {
      active: true,
      token_type: 'Bearer',
      iss: issuer,
      aud: audience,
      sub: accountId,
      sid: sessionId,
      jti: tokenId,
      iat: issuedAt,
      exp: expiresAt,
    }
  }
}

/** The rule of rotation itself, asked and not written: a parent that might still be retried is no longer the current token. */
async function ofRefreshToken(deps: AuthDeps, presented: RefreshToken): Promise<Introspection> {
  const session = await deps.store.findSession(presented.sessionId)
  // Second: versions only grow, so one that is still right now was right when the session was read.
  const account = session && (await deps.store.findAccount(session.accountId))
  if (!session || !account) return INACTIVE
  const { kind } = decideRotation(deps, presented, null)(session, account, deps.now()).outcome
  if (kind !== 'rotated' && kind !== 'fresh') return INACTIVE
  const { issuer } = deps
  const { accountId, id, rotatedAt, idleExpiresAt } = session
  const times = { iat: Math.floor(rotatedAt), exp: Math.floor(idleExpiresAt) }
  return { active: true, iss: issuer, aud: issuer, sub: accountId, sid: id, ...times }
}
