import type { z } from 'zod'
import { refreshRefusals } from '../auth/index.ts'
import type { ProblemCode } from './problem.ts'
import { requests, responses } from './schemas.ts'

/** One address of the API. The route handlers, the OpenAPI document and the walker's test all read this table. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly summary: string
  /** `access`: an access token as cookie or bearer. `none`: public by decision. */
  readonly auth: 'none' | 'access'
  /** Absent: no body is read. */
  readonly body?: z.ZodType
  /** Takes an HTML form too and answers 303: to `done` (or the form's `next`), or to `failed` with `?error=`. */
  readonly form?: { readonly done: string; readonly failed: string }
  readonly success: { readonly status: number; readonly schema: z.ZodType | null }
  readonly problems: readonly ProblemCode[]
}

const access = ['invalid_token', 'ambiguous_credentials', 'store_unavailable'] as const
const write = ['cross_origin', 'store_unavailable'] as const
const guess = ['invalid_credentials', 'too_many_attempts'] as const
const body = ['invalid_request', 'body_too_large', 'unsupported_media_type'] as const
const own = [...access, ...write, ...body, 'session_revoked'] as const

export const operations = {
  register: {
    method: 'POST',
    path: '/api/auth/register',
    summary: 'Create an account and log in to it',
    auth: 'none',
    body: requests.register,
    form: { done: '/account', failed: '/signup' },
    success: { status: 201, schema: responses.loggedIn },
    problems: [...write, ...body, 'email_taken', 'password_unsuitable', 'too_many_attempts'],
  },
  login: {
    method: 'POST',
    path: '/api/auth/login',
    summary: 'End the session presented, open a new one',
    auth: 'none',
    body: requests.login,
    form: { done: '/account', failed: '/login' },
    success: { status: 200, schema: responses.loggedIn },
    problems: [...write, ...body, ...guess, 'strategy_unavailable'],
  },
  refresh: {
    method: 'POST',
    path: '/api/auth/refresh',
    summary: 'Rotate the refresh token; sets no cookie while the pair is still fresh',
    auth: 'none',
    body: requests.nothing,
    form: { done: '/account', failed: '/login' },
    success: { status: 200, schema: responses.refreshed },
    problems: [...write, ...body, ...refreshRefusals],
  },
  logout: {
    method: 'POST',
    path: '/api/auth/logout',
    summary: 'End the sessions that the presented tokens name; idempotent',
    auth: 'none',
    body: requests.nothing,
    form: { done: '/logged-out', failed: '/logged-out' },
    success: { status: 200, schema: responses.receipt },
    problems: [...write, ...body],
  },
  logoutOthers: {
    method: 'POST',
    path: '/api/auth/logout-others',
    summary: 'End every session of the account but this one',
    auth: 'access',
    body: requests.nothing,
    form: { done: '/account?done=logout-others', failed: '/account' },
    success: { status: 200, schema: responses.receipt },
    problems: own,
  },
  logoutEverywhere: {
    method: 'POST',
    path: '/api/auth/logout-everywhere',
    summary: 'End every session of the account, this one included',
    auth: 'access',
    body: requests.nothing,
    form: { done: '/logged-out', failed: '/account' },
    success: { status: 200, schema: responses.receipt },
    problems: own,
  },
  password: {
    method: 'POST',
    path: '/api/auth/password',
    summary: 'Change the password; all other sessions end, this browser goes on in a new one',
    auth: 'access',
    body: requests.password,
    form: { done: '/account?done=password', failed: '/account' },
    success: { status: 200, schema: responses.passwordChanged },
    problems: [...own, ...guess, 'password_unsuitable'],
  },
  reauthenticate: {
    method: 'POST',
    path: '/api/auth/reauthenticate',
    summary: 'Show the password again',
    auth: 'access',
    body: requests.reauthenticate,
    success: { status: 200, schema: responses.reauthenticated },
    problems: [...own, ...guess],
  },
  sessions: {
    method: 'GET',
    path: '/api/auth/sessions',
    summary: 'The sessions of the account',
    auth: 'access',
    success: { status: 200, schema: responses.sessions },
    problems: [...access],
  },
  endSession: {
    method: 'DELETE',
    path: '/api/auth/sessions/{id}',
    summary: 'End one session of the account',
    auth: 'access',
    success: { status: 200, schema: responses.receipt },
    problems: [...access, ...write, 'session_not_found', 'session_revoked'],
  },
  activity: {
    method: 'GET',
    path: '/api/auth/activity',
    summary: 'Recent security events of the account, oldest first',
    auth: 'access',
    success: { status: 200, schema: responses.activity },
    problems: [...access],
  },
  exportAccount: {
    method: 'GET',
    path: '/api/account/export',
    summary: "One's own data",
    auth: 'access',
    success: { status: 200, schema: responses.export },
    problems: [...access, 'session_revoked'],
  },
  deleteAccount: {
    method: 'DELETE',
    path: '/api/account',
    summary: 'End everything and remove the account',
    auth: 'access',
    success: { status: 200, schema: responses.receipt },
    problems: [...access, ...write, 'session_revoked'],
  },
  me: {
    method: 'GET',
    path: '/api/me',
    summary: 'The protected resource, answered from the claims alone',
    auth: 'access',
    success: { status: 200, schema: responses.me },
    problems: [...access],
  },
  events: {
    method: 'GET',
    path: '/api/events',
    summary: 'Server-sent events of the account (text/event-stream)',
    auth: 'access',
    success: { status: 200, schema: null },
    problems: [...access, 'too_many_streams'],
  },
  keys: {
    method: 'GET',
    path: '/.well-known/jwks.json',
    summary: 'Public keys; none while tokens are signed with a shared secret',
    auth: 'none',
    success: { status: 200, schema: responses.keys },
    problems: [],
  },
  metadata: {
    method: 'GET',
    path: '/.well-known/oauth-authorization-server',
    summary: 'Issuer and key address (RFC 8414)',
    auth: 'none',
    success: { status: 200, schema: responses.metadata },
    problems: [],
  },
  healthz: {
    method: 'GET',
    path: '/healthz',
    summary: 'The process is up',
    auth: 'none',
    success: { status: 200, schema: responses.health },
    problems: [],
  },
  readyz: {
    method: 'GET',
    path: '/readyz',
    summary: 'Database and denylist answer; 503 with the same body when one does not',
    auth: 'none',
    success: { status: 200, schema: responses.ready },
    problems: [],
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document',
    auth: 'none',
    success: { status: 200, schema: null },
    problems: [],
  },
} as const satisfies Record<string, Operation>

export type OperationId = keyof typeof operations
