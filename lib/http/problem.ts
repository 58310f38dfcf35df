import type { AccessRefusal, AuthErrorCode } from '../auth/index.ts'

/** What can go wrong before the engine is asked. */
export type RequestErrorCode =
  | 'invalid_request'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'method_not_allowed'
  | 'cross_origin'
  | 'ambiguous_credentials'
  | 'invalid_client'
  | 'unsupported_token_type'
  | 'too_many_attempts'
  | 'too_many_streams'
  | 'too_many_runs'
  | 'lab_full'
  | 'too_many_requests'
  | 'labs_off'
  | 'metrics_off'
  | 'run_not_found'
  | 'result_not_found'
  | 'internal_error'

/** `invalid_token` and what hides in it: a refused access token has one answer, whatever the cause. */
export type ProblemCode = Exclude<AuthErrorCode, AccessRefusal> | RequestErrorCode | 'invalid_token'

interface Row {
  status: number
  title: string
  challenge?: string
  /** Seconds. */
  retryAfter?: number
}

const invalidToken = (title: string): Row => ({ status: 401, title, challenge: 'Bearer error="invalid_token"' })

/** The only place where a code becomes a status and a sentence (RFC 9457, RFC 6750 section 3). */
export const problems = {
  invalid_token: invalidToken('Log in to continue.'),
  invalid_credentials: {
    status: 401,
    title: 'E-mail or password is wrong.',
    challenge: 'Bearer error="invalid_request"',
  },
  reset_refused: {
    status: 401,
    title: 'E-mail and code do not belong together, or the code has been used or has run out.',
    challenge: 'Bearer error="invalid_request"',
  },
  refresh_missing: invalidToken('This browser holds no refresh token.'),
  refresh_unknown: invalidToken('This refresh token is not one of ours.'),
  refresh_expired: invalidToken('This login has expired.'),
  refresh_reused: invalidToken(
    'A refresh token of this login was used twice, so the login was ended. If that was not you, change your password.',
  ),
  session_revoked: invalidToken('This login has been ended.'),
  email_taken: { status: 409, title: 'There is an account with this e-mail already. Log in instead.' },
  password_unsuitable: {
    status: 400,
    title: 'This password is among the most used, or not 8 to 128 characters long. Choose another.',
  },
  strategy_unavailable: { status: 400, title: 'This server offers only the strategy "combined".' },
  reauthentication_required: {
    status: 403,
    title: 'Your password was last checked more than 5 minutes ago. Show it again.',
  },
  session_not_found: { status: 404, title: 'You have no such session.' },
  store_unavailable: {
    status: 503,
    title: 'The server cannot confirm this right now. Try again.',
    retryAfter: 2,
  },
  invalid_request: { status: 400, title: 'The request is not what this address expects.' },
  body_too_large: { status: 413, title: 'The request is larger than 16 kB.' },
  unsupported_media_type: { status: 415, title: 'Send what this address takes: application/json, or a form.' },
  method_not_allowed: { status: 405, title: 'This address does not take this method.' },
  cross_origin: { status: 403, title: 'This request did not come from this site.' },
  ambiguous_credentials: { status: 400, title: 'Send the access token once: as a cookie or as a bearer.' },
  invalid_client: {
    status: 401,
    title: 'This client is not known here, or did not show its secret.',
    challenge: 'Basic realm="oauth"',
  },
  unsupported_token_type: {
    status: 400,
    title: 'The server cannot call this access token back: it works until it expires. Nothing was changed.',
  },
  too_many_attempts: { status: 429, title: 'Too many attempts. Wait, then try again.' },
  too_many_streams: { status: 429, title: 'Too many event streams are open for this account.', retryAfter: 30 },
  too_many_runs: { status: 429, title: 'You have 5 runs going. Finish or stop one.', retryAfter: 5 },
  lab_full: { status: 503, title: 'Every place in the lab is taken. Try again in half a minute.', retryAfter: 30 },
  too_many_requests: { status: 429, title: 'A run takes 20 requests a second.', retryAfter: 1 },
  labs_off: { status: 404, title: 'The labs are off on this server.' },
  metrics_off: { status: 404, title: 'There are no metrics here for you.' },
  run_not_found: { status: 404, title: 'There is no such run: it was swept after 24 h, or is somebody else’s.' },
  result_not_found: { status: 404, title: 'No result here. Results last 30 days.' },
  internal_error: { status: 500, title: 'Something went wrong on the server.' },
} satisfies Record<ProblemCode, Row>

/** Extension members of RFC 9457, section 3.2. None may hold a credential. */
export interface ProblemDetails {
  /** Seconds until another attempt makes sense. */
  retryAfter?: number
  errors?: { field: string; message: string }[]
  receipt?: unknown
}

export function problem(code: ProblemCode, { retryAfter, ...extensions }: ProblemDetails = {}): Response {
  const row: Row = problems[code]
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  if (row.challenge) headers.set('www-authenticate', row.challenge)
  const wait = retryAfter ?? row.retryAfter
  if (wait !== undefined) headers.set('retry-after', String(Math.ceil(wait)))
  const body = { type: 'about:blank', title: row.title, status: row.status, code, ...extensions }
  return new Response(JSON.stringify(body), { status: row.status, headers })
}

/** Why an access token was refused stays in the log: on the wire every cause is the same. */
export function problemCodeOf(code: AuthErrorCode): ProblemCode {
  return code in problems ? (code as ProblemCode) : 'invalid_token'
}
