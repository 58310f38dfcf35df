import type { z } from 'zod'
import {
  type AccessRefusal,
  type Auth,
  type AuthErrorCode,
  accessRefusals,
  isAuthError,
  type Principal,
} from '../auth/index.ts'
import { type Body, isForm, readBody } from '../http/body.ts'
import type { ClientForm } from '../http/client-credentials.ts'
import { type Operation, type OperationId, operations } from '../http/contract.ts'
import { readGuest } from '../http/lab-cookies.ts'
import { askForPassword, safeNext } from '../http/next-path.ts'
import { oauthError } from '../http/oauth-error.ts'
import { type ProblemCode, type ProblemDetails, problem, problemCodeOf } from '../http/problem.ts'
import { isSameOrigin } from '../http/same-origin.ts'
import { AmbiguousTokens, readTokens, type Tokens } from '../http/tokens.ts'
import type { Lab } from '../lab/index.ts'
import { deviceName } from './device.ts'
import { refusalOfClient } from './introspection-clients.ts'
import { errorName, log } from './log.ts'
import { getServer, type Server } from './server.ts'

type Table = typeof operations
type BodyOf<Id extends OperationId> = Table[Id] extends { body: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined
type PrincipalOf<Id extends OperationId> = Table[Id]['auth'] extends 'access' ? Principal : null
type LabOf<Id extends OperationId> = Table[Id]['auth'] extends 'lab' ? Lab : null

export interface Context<Id extends OperationId> {
  request: Request
  server: Server
  auth: Auth
  tokens: Tokens
  principal: PrincipalOf<Id>
  body: BodyOf<Id>
  params: Record<string, string>
  /** The client's address, as the start script found it; header values that a client sent never get here. */
  address: string
  device: string
  /** The sandbox, for its own routes. */
  lab: LabOf<Id>
  guest: string | null
  /** When the request came in, by `performance.now()`. */
  received: number
}

/** What a route says. `body` is JSON for a program; a form gets 303 instead, to `goTo` or where the contract says. */
export type Reply = { body: unknown; cookies?: string[]; status?: number; goTo?: string } | Refused
type Refused = { problem: ProblemCode; details?: ProblemDetails; cookies?: string[]; goTo?: string }

type Route = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>

/**
 * A route handler of the contract: origin check, credentials, authentication, body, then `run`. Routes stay out of the proxy's
 * matcher, so this wrapper is their middleware. Whatever is thrown becomes a problem; nothing unexpected is told to the client.
 */
export function handle<Id extends OperationId>(
  id: Id,
  run: (context: Context<Id>) => Promise<Reply | Response>,
): Route {
  const operation: Operation = operations[id]
  return async (request, { params }) => {
    const received = performance.now()
    const server = getServer()
    const isOAuth = operation.protocol === 'oauth'
    const sentForm = operation.form !== undefined && isForm(request)
    let next: unknown
    let principal: Principal | null = null
    const finish = (reply: Reply | Response) => {
      if ('problem' in reply && reply.problem === 'too_many_attempts') {
        log.warn({ event: 'limit_hit', operation: id })
        server.audit.note({ event: 'limit_hit', code: id, ...principal })
      }
      const response = answer(operation, server, reply, sentForm, next)
      if (operation.auth === 'lab') logLabRequest(id, request, response)
      return response
    }
    try {
      if (operation.auth === 'lab' && !server.lab) return finish({ problem: 'labs_off' })
      // Next.js answers HEAD by the GET handler.
      if (operation.method !== 'GET' && !isOAuth && !isSameOrigin(request.headers, server.env.appOrigin)) {
        server.audit.noteCrossOrigin(id)
        return problem('cross_origin')
      }
      // The lab has cookies of its own, and what anybody may read is told to anybody: nothing of the login here is even read.
      const isLogin =
        operation.auth === 'access' || (operation.auth === 'none' && operation.method !== 'GET' && !isOAuth)
      const tokens = isLogin ? readTokens(request.headers) : NO_TOKENS
      principal = operation.auth === 'access' ? await server.auth.authenticate(tokens.accessToken) : null
      const body: Body<unknown> | null = operation.body
        ? await readBody(request, operation.body, { form: operation.form !== undefined || isOAuth, json: !isOAuth })
        : null
      if (body && !body.ok) return finish({ problem: body.code, details: { errors: body.errors } })
      if (operation.auth === 'client') {
        const refusal = refusalOfClient(server.env.introspectionClients, request.headers, body?.value as ClientForm)
        if (refusal) log.warn({ event: 'client_refused', operation: id })
        if (refusal) return finish({ problem: refusal })
      }
      next = (body?.value as { next?: string } | undefined)?.next
      const context = {
        request,
        server,
        auth: server.auth,
        tokens,
        principal,
        body: body?.value,
        params: await params,
        address: request.headers.get('x-forwarded-for') ?? 'unknown',
        device: deviceName(request.headers.get('user-agent')),
        lab: operation.auth === 'lab' ? server.lab : null,
        guest: readGuest(request.headers),
        received,
      } as Context<Id>
      return finish(await run(context))
    } catch (error) {
      server.refusals.note(error)
      server.audit.noteError(error, id, principal)
      return finish({ problem: codeOf(error, id) })
    }
  }
}

const NO_TOKENS: Tokens = { accessToken: null, refreshToken: null, holder: null }

/** Who asked the sandbox, and whether a browser's cookies came along: the attacker is another client, and the log shows it. */
function logLabRequest(operation: OperationId, request: Request, { status }: Response): void {
  const agent = (request.headers.get('user-agent') ?? '').slice(0, 80)
  const cookies = (request.headers.get('cookie') ?? '').split(';').filter((pair) => pair.trim() !== '').length
  log.info({ event: 'lab_request', operation, status, agent, cookies })
}

function codeOf(error: unknown, operation: OperationId): ProblemCode {
  if (error instanceof AmbiguousTokens) return 'ambiguous_credentials'
  if (!isAuthError(error)) {
    log.error({ event: 'unexpected', operation, ...errorName(error) })
    return 'internal_error'
  }
  log.info({ event: isAccessRefusal(error.code) ? 'access_refused' : 'refused', operation, code: error.code })
  return problemCodeOf(error.code)
}

const isAccessRefusal = (code: AuthErrorCode): code is AccessRefusal => accessRefusals.includes(code as AccessRefusal)

function answer(
  operation: Operation,
  { env }: Server,
  reply: Reply | Response,
  sentForm: boolean,
  next: unknown,
): Response {
  if (reply instanceof Response) return reply
  const response = sentForm
    ? redirect(formTarget(operation, reply, next, env.appOrigin), env.appOrigin)
    : 'problem' in reply
      ? (operation.protocol === 'oauth' ? oauthError : problem)(reply.problem, reply.details)
      : Response.json(reply.body, { status: reply.status ?? operation.success.status })
  response.headers.set('cache-control', 'no-store')
  for (const cookie of reply.cookies ?? []) response.headers.append('set-cookie', cookie)
  return response
}

function formTarget(operation: Operation, reply: Reply, next: unknown, origin: string): string {
  const { done, failed } = operation.form!
  if (!('problem' in reply)) return reply.goTo ?? (next === undefined ? done : safeNext(next, origin))
  if (reply.problem === 'invalid_token') return `/resume?${new URLSearchParams({ next: failed })}`
  if (reply.problem === 'reauthentication_required') return askForPassword(operation.path.split('/').at(-1)!)
  if (reply.goTo) return reply.goTo
  const query = new URLSearchParams({ error: reply.problem })
  if (reply.details?.retryAfter) query.set('wait', String(reply.details.retryAfter))
  if (typeof next === 'string') query.set('next', safeNext(next, origin))
  return `${failed}?${query}`
}

/** 303: what follows a form is a GET (a 307 would send the credentials on, RFC 9700, section 4.12). */
function redirect(path: string, origin: string): Response {
  return new Response(null, { status: 303, headers: { location: new URL(path, origin).href } })
}
