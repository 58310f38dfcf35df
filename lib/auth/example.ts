/**
 * The engine in a plain node:http server, without a framework and without a database:  npx tsx lib/auth/example.ts
 *
 * POST /session/register, /session/login {email, password} · GET /me · POST /session/refresh, /session/logout
 * What is left out, and lives in lib/http and lib/server here: rate limits, forms, pages, a store that survives a restart.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import {
  accessRefusals,
  createAuth,
  createMemoryDenylist,
  createMemoryStore,
  type IssuedTokens,
  importPeppers,
  importSigningKeys,
  isAuthError,
  type PasswordHasher,
  strategiesFor,
} from './index.ts'

const now = () => Date.now() / 1000
const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt)
/** OWASP Password Storage, for scrypt with 16 MiB. */
const COST = { N: 2 ** 14, r: 8, p: 5, maxmem: 2 ** 26 }

async function hash(password: string, salt = randomBytes(16)): Promise<string> {
  return `${salt.toString('base64url')}.${(await derive(password, salt, 32, COST)).toString('base64url')}`
}

const passwords: PasswordHasher = {
  hash: (password) => hash(password),
  async verify(stored, password) {
    const salt = Buffer.from(stored.split('.')[0]!, 'base64url')
    return timingSafeEqual(Buffer.from(await hash(password, salt)), Buffer.from(stored))
  },
  isOutdated: () => false,
  isCommon: (password) => password === 'password',
  decoy: await hash(randomBytes(16).toString('base64url')),
}

const auth = createAuth({
  keys: await importSigningKeys([Uint8Array.from(randomBytes(32))]),
  peppers: importPeppers([randomBytes(32)]),
  strategies: strategiesFor({ access: 300, longAccess: 3600, refreshIdle: 14 * 86_400, refreshMax: 90 * 86_400 }),
  issuer: 'https://example.test',
  audience: 'https://example.test',
  leeway: 10,
  now,
  store: createMemoryStore(now),
  denylist: createMemoryDenylist(now),
  passwords,
  notify: () => {},
  defer: (work) => void setTimeout(work, 200),
  report: (event, cause) => console.error(event, cause),
})

const cookie = (name: string, value: string | null, path: string, maxAge: number) =>
  `${name}=${value ?? ''}; HttpOnly; Secure; SameSite=Strict; Path=${path}; Max-Age=${value === null ? 0 : Math.floor(maxAge)}`

/** Null: all cookies go. The refresh token and its holder travel to /session alone. */
function setCookies(response: ServerResponse, tokens: IssuedTokens | null): void {
  const { session } = tokens ?? {}
  response.setHeader('set-cookie', [
    cookie('__Host-access', tokens?.accessToken ?? null, '/', (session?.accessUntil ?? 0) - now()),
    cookie('__Secure-refresh', tokens?.refreshToken ?? null, '/session', (session?.idleExpiresAt ?? 0) - now()),
    cookie('__Secure-holder', tokens?.holder ?? null, '/session', (session?.idleExpiresAt ?? 0) - now()),
  ])
}

function readCookie(request: IncomingMessage, name: string): string | null {
  const found = (request.headers.cookie ?? '').split('; ').find((pair) => pair.startsWith(`${name}=`))
  return found?.slice(name.length + 1) || null
}

async function readCredentials(request: IncomingMessage) {
  let body = ''
  for await (const chunk of request) {
    body += chunk
    if (body.length > 16_384) throw new SyntaxError('too long')
  }
  const { email, password } = JSON.parse(body) ?? {}
  if (typeof email !== 'string' || typeof password !== 'string') throw new SyntaxError('email and password are needed')
  return { email, password, strategy: 'combined', device: 'example' } as const
}

const presentedBy = (request: IncomingMessage) => ({
  accessToken: readCookie(request, '__Host-access'),
  refreshToken: readCookie(request, '__Secure-refresh'),
})

/** The session that the browser came with ends when the new one begins. */
async function answerLogin(request: IncomingMessage, response: ServerResponse, tokens: IssuedTokens): Promise<void> {
  await auth.logout(presentedBy(request), 'replaced_by_login')
  setCookies(response, tokens)
}

type Route = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>
const routes: Record<string, Route> = {
  'POST /session/register': async (request, response) =>
    answerLogin(request, response, await auth.register(await readCredentials(request))),
  'POST /session/login': async (request, response) =>
    answerLogin(request, response, await auth.login(await readCredentials(request))),
  'GET /me': async (request) => auth.authenticate(readCookie(request, '__Host-access')),
  'POST /session/refresh': async (request, response) => {
    const holder = readCookie(request, '__Secure-holder')
    const { tokens } = await auth.refresh({ ...presentedBy(request), holder })
    if (tokens) setCookies(response, tokens)
  },
  'POST /session/logout': async (request, response) => {
    const receipt = await auth.logout(presentedBy(request))
    if (receipt.pending.length > 0) response.statusCode = 503
    else setCookies(response, null)
    return receipt
  },
}

const STATUS: Partial<Record<string, number>> = { email_taken: 409, password_unsuitable: 400, store_unavailable: 503 }

function refuse(response: ServerResponse, error: unknown): { code: string } {
  if (!isAuthError(error)) {
    const isTheirs = error instanceof SyntaxError
    response.statusCode = isTheirs ? 400 : 500
    return { code: isTheirs ? 'invalid_request' : 'internal_error' }
  }
  response.statusCode = STATUS[error.code] ?? 401
  // Why an access token was refused is nobody's business but the log's.
  return { code: (accessRefusals as readonly string[]).includes(error.code) ? 'invalid_token' : error.code }
}

/** Listens on loopback; `origin` is where state-changing requests must come from (no other page may log anybody in or out). */
export async function startExample(port: number): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    response.setHeader('content-type', 'application/json')
    response.setHeader('cache-control', 'no-store')
    const answer = await respond(request, response).catch((error) => refuse(response, error))
    response.end(JSON.stringify(answer ?? {}))
  })
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const route = routes[`${request.method} ${request.url}`]
    if (route && (request.method === 'GET' || request.headers.origin === origin)) return route(request, response)
    response.statusCode = route ? 403 : 404
    return { code: route ? 'cross_origin' : 'not_found' }
  }
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  return { origin, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(`Listening on ${(await startExample(Number(process.argv[2] ?? 3100))).origin}`)
}
