import type { Operation } from './operation.ts'

/** What an account's owner can take away. */
export const accountOperations = {
  audit: {
    method: 'GET',
    path: '/api/account/audit',
    summary: "One's own security events, oldest first: a JSON object on each line, shaped as those of the export",
    auth: 'access',
    success: { status: 200, schema: null },
    problems: ['invalid_token', 'ambiguous_credentials', 'store_unavailable', 'session_revoked'],
  },
} as const satisfies Record<string, Operation>
