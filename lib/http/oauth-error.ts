import { type ProblemCode, type ProblemDetails, problem, problems } from './problem.ts'

/**
 * RFC 6749, section 5.2, and RFC 7009, section 2.2.1. For an outage and a fault they have no name: the last two are those of
 * RFC 6749, section 4.1.2.1.
 */
export const oauthErrors = [
  'invalid_request',
  'invalid_client',
  'unsupported_token_type',
  'temporarily_unavailable',
  'server_error',
] as const
export type OAuthErrorCode = (typeof oauthErrors)[number]

const named: Partial<Record<ProblemCode, OAuthErrorCode>> = {
  invalid_client: 'invalid_client',
  unsupported_token_type: 'unsupported_token_type',
  store_unavailable: 'temporarily_unavailable',
  internal_error: 'server_error',
}

export const oauthErrorOf = (code: ProblemCode): OAuthErrorCode => named[code] ?? 'invalid_request'

/** Status and headers of the problem, in the body that an OAuth client reads (RFC 6749, section 5.2). */
export function oauthError(code: ProblemCode, details?: ProblemDetails): Response {
  const { status, headers } = problem(code, details)
  headers.set('content-type', 'application/json')
  const body = { error: oauthErrorOf(code), error_description: problems[code].title }
  return new Response(JSON.stringify(body), { status, headers })
}
