import { access, stepUp, write } from './auth-operations.ts'
import type { Operation } from './operation.ts'
import { responses } from './schemas.ts'

/** What an account's owner can take along or remove. */
export const accountOperations = {
  exportAccount: {
    method: 'GET',
    path: '/api/account/export',
    summary: "One's own data",
    auth: 'access',
    success: { status: 200, schema: responses.export },
    problems: [...access, 'session_revoked', stepUp],
  },
  deleteAccount: {
    method: 'DELETE',
    path: '/api/account',
    summary: 'End everything and remove the account',
    auth: 'access',
    success: { status: 200, schema: responses.receipt },
    problems: [...access, ...write, 'session_revoked', stepUp],
  },
  audit: {
    method: 'GET',
    path: '/api/account/audit',
    summary: "One's own security events, oldest first: a JSON object on each line, shaped as those of the export",
    auth: 'access',
    success: { status: 200, schema: null },
    problems: [...access, 'session_revoked'],
  },
} as const satisfies Record<string, Operation>
