import { isDeepStrictEqual } from 'node:util'
import type { Schema, Target } from './document.ts'
import { BASIC, CLIENT_SECRET } from './hostile.ts'
import type { Request } from './request.ts'
import { problemsOf } from './validate.ts'
import type { Answer, Filling } from './wire.ts'

export interface Exchange {
  target: Target
  request: Request
  filling: Filling
  answer: Answer
}

/** What the judge must know beside one exchange. */
export interface Court {
  problem: Schema
  oauthError: Schema
  /** Of the server: no answer holds one. */
  secrets: string[]
  /** E-mail of a live session: nobody else may be told. */
  emails(): string[]
}

/** A stack, a path of the server's disk, or the words of a database. */
const INTERNALS = /\n\s+at \S+ \(|\.(?:ts|js|mjs):\d+:\d+|node_modules\/|SQLITE_|SqliteError|\bat async /
const SQL = /\b(?:insert into|select .{1,80} from|update \S+ set|delete from) /i

/** What is wrong with an answer; null: nothing. */
export function judge(court: Court, exchange: Exchange): string | null {
  const { request, answer } = exchange
  if (answer.status === null && request.rigour === 'none' && answer.seconds < 5) return null
  if (answer.status === null) return answer.seconds < 5 ? 'no answer' : 'no answer within 5 s'
  if (!answer.whole) return 'the answer breaks off'
  return (
    always(court, exchange, answer.status) ??
    withoutCredentials(exchange, answer.status) ??
    (request.rigour === 'contract' && exchange.target.answers ? contract(court, exchange, answer.status) : null)
  )
}

const one = ({ headers }: Answer, name: string) => headers.get(name)?.join(', ') ?? ''
const textOf = ({ body }: Answer) => body.toString('utf8')

function jsonOf(answer: Answer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.body))
  } catch {
    return undefined
  }
}

/** Holds for whatever was sent. */
function always(court: Court, { target, request, filling, answer }: Exchange, status: number): string | null {
  const text = textOf(answer)
  const type = one(answer, 'content-type')
  const problem = /^application\/problem\+json/.test(type)
    ? (jsonOf(answer) as { code?: unknown } | undefined)
    : undefined
  // The methods that nobody serves, and the one refusal of a full house.
  const isServed = ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS', 'PUT', 'PATCH'].includes(request.method)
  const isFull = status === 503 && problem?.code === 'lab_full' && target.answers?.get(503)?.codes.includes('lab_full')
  if (status >= 500 && !(status === 501 && !isServed) && !isFull) return `status ${status}`
  if (/json/.test(type) && request.method !== 'HEAD' && jsonOf(answer) === undefined) return 'JSON that is none'
  if (answer.headers.has('set-cookie') && /public|s-maxage/.test(one(answer, 'cache-control')))
    return 'Set-Cookie in an answer that a cache may keep'
  const location = answer.headers.get('location')?.[0]
  if (location && new URL(location, filling.origin).origin !== filling.origin) return `Location ${location}`
  if (INTERNALS.test(text) || (target.answers && SQL.test(text))) return 'the body tells of the inside'
  const told = text + (location ?? '')
  if ([...court.secrets, ...filling.secrets].some((secret) => told.includes(secret))) return 'a secret in the answer'
  const cookies = answer.headers.get('set-cookie') ?? []
  // Whoever sends the right password is told whose it is.
  const loggedIn = cookies.some((line) => line.startsWith('__Host-access='))
  if (request.session !== 'live' && !loggedIn && court.emails().some((email) => text.includes(email)))
    return 'somebody else’s e-mail'
  return cookies.some((line) => line.startsWith('fuzz=')) ? 'a cookie was injected' : null
}

/** Next.js clears its own cookies of a preview wherever a request brings them. */
const setsCookie = ({ headers }: Answer): boolean =>
  (headers.get('set-cookie') ?? []).some((cookie) => !/^__(prerender_bypass|next_preview_data)=;/.test(cookie))

/** Nobody gets in without a session, and nothing is changed for another site, however the request is spelled. */
function withoutCredentials({ target, request, filling, answer }: Exchange, status: number): string | null {
  if (!target.answers) return null
  const succeeded = status >= 200 && status < 300 && request.method !== 'OPTIONS'
  const isOwnPath = request.rigour === 'contract'
  if (succeeded && isOwnPath && target.secured && request.session !== 'live') return `${status} without a session`
  if (target.isOAuth && setsCookie(answer)) return 'a cookie for a program'
  if (succeeded && isOwnPath && target.forClients && !showsSecret(request)) return `${status} without a client's secret`
  const sent = (name: string) => request.headers.filter(([given]) => given === name).map(([, value]) => value)
  const origin = sent('origin').map((value) => value.replaceAll('{origin}', filling.origin))
  const site = sent('sec-fetch-site').join(', ')
  const isForeign = (origin.length > 0 && origin.join(', ') !== filling.origin) || !['', 'same-origin'].includes(site)
  const isWrite = !['GET', 'HEAD', 'OPTIONS'].includes(request.method)
  if (isWrite && isForeign && !target.isOAuth && (succeeded || answer.headers.has('set-cookie')))
    return `${status} for another site`
  return null
}

function showsSecret({ headers, payload }: Request): boolean {
  const form = String(payload?.content ?? '')
  return (
    headers.some(([name, value]) => name === 'authorization' && value.includes(BASIC)) ||
    form.includes(CLIENT_SECRET) ||
    form.includes(encodeURIComponent(CLIENT_SECRET))
  )
}

/** The request was well formed and went to a documented path: the answer is one of those that the document names. */
function contract(court: Court, { target, request, answer }: Exchange, status: number): string | null {
  const { method } = request
  const isRead = method === 'GET' || method === 'HEAD'
  const documented = isRead ? target.methods.includes('GET') : target.methods.includes(method)
  // Too many bytes of headers: the parser of Node.js answers before anything is known of the request.
  if (status === 431 && answer.body.length === 0) return null
  if (!documented) return undocumented(target, request, answer, status)
  // Another operation of the same path, which is a target of its own.
  if (method !== target.method && !(method === 'HEAD' && target.method === 'GET')) return null
  const entry = target.answers!.get(status)
  if (!entry) return `status ${status} is not documented for ${target.name}`
  if (method === 'HEAD') return null
  if (status === 303) return isFormAnswer(target, request, answer)
  if (status >= 400) return refusal(court, target, entry.codes, answer, status)
  if (entry.schema) {
    if (!/^application\/json/.test(one(answer, 'content-type'))) return `${status} without JSON`
    return problemsOf(entry.schema, jsonOf(answer))[0] ?? null
  }
  return null
}

/** RFC 9110, section 15.5.6: a 405 tells which methods there are. */
function undocumented({ methods }: Target, { method }: Request, answer: Answer, status: number): string | null {
  if (method === 'OPTIONS' && status === 204) return null
  if (status === 501) return null
  if (status !== 405) return `status ${status} for ${method}, which is not documented`
  const allowed = one(answer, 'allow').split(', ')
  return methods.every((name) => allowed.includes(name)) ? null : '405 without Allow'
}

function refusal(court: Court, { isOAuth }: Target, codes: string[], answer: Answer, status: number): string | null {
  const type = isOAuth ? 'application/json' : 'application/problem+json'
  if (one(answer, 'content-type') !== type) return `${status} that is not ${type}`
  const body = jsonOf(answer) as { code: string; status: number; error: string }
  const [problem] = problemsOf(isOAuth ? court.oauthError : court.problem, body)
  if (problem) return problem
  if (!isOAuth && body.status !== status) return `${status} whose problem says ${body.status}`
  const code = isOAuth ? body.error : body.code
  if (!codes.includes(code)) return `${status} ${code} is not documented`
  if (status === 401 && !answer.headers.has('www-authenticate')) return '401 without WWW-Authenticate'
  return isDeepStrictEqual(answer.headers.get('cache-control'), ['no-store']) ? null : `${status} that may be stored`
}

function isFormAnswer({ secured }: Target, { payload, session }: Request, answer: Answer): string | null {
  const isForm = payload?.types.some((type) => /^application\/x-www-form-urlencoded/i.test(type))
  if (!isForm) return '303 for what was no form'
  const refused = /\/resume\?|[?&]error=/.test(one(answer, 'location'))
  return secured && session !== 'live' && !refused ? '303 without a session' : null
}
