/** Why an access token was refused. Never told in a 401: every cause has the same answer there. */
export const accessRefusals = [
  'missing',
  'malformed',
  'bad_signature',
  'wrong_type',
  'wrong_audience',
  'expired',
  'denied_token',
  'denied_session',
  'denied_version',
] as const

/** Why a refresh was refused. Told to the caller, who has just presented the token. */
export const refreshRefusals = [
  'refresh_missing',
  'refresh_unknown',
  'refresh_expired',
  'refresh_reused',
  'session_revoked',
] as const

const otherRefusals = [
  'invalid_credentials',
  'reset_refused',
  'email_taken',
  'password_unsuitable',
  'strategy_unavailable',
  'session_not_found',
  'reauthentication_required',
  'store_unavailable',
] as const

export type AccessRefusal = (typeof accessRefusals)[number]
export type RefreshRefusal = (typeof refreshRefusals)[number]
export type AuthErrorCode = AccessRefusal | RefreshRefusal | (typeof otherRefusals)[number]

/** The one error of the engine. `code` is stable and closed; the message repeats it and never holds a secret. */
export class AuthError extends Error {
  readonly code: AuthErrorCode
  /** Of a genuine token that was refused for what its session is: whose it was, so that an ending can be seen to have ended it. */
  readonly sessionId: string | null
  /** The account that was meant, where there is one. Never told to the caller. */
  readonly accountId: string | null

  constructor(
    code: AuthErrorCode,
    {
      sessionId = null,
      accountId = null,
      ...options
    }: ErrorOptions & { sessionId?: string | null; accountId?: string | null } = {},
  ) {
    super(code, options)
    this.name = 'AuthError'
    this.code = code
    this.sessionId = sessionId
    this.accountId = accountId
  }
}

/** By name, not by class: Next.js loads a copy of this module for each of its entry points. */
export function isAuthError(error: unknown): error is AuthError {
  return error instanceof Error && error.name === 'AuthError' && 'code' in error
}
