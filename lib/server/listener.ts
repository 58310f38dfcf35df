import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { isIP, isIPv6 } from 'node:net'
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js'
import proxyAddr from 'proxy-addr'
import { problem } from '../http/problem.ts'
import { type Env, isLoopback } from './env.ts'
import { pagePolicy, standingHeaders } from './headers.ts'
import { addressAt } from './methods.ts'
import { withOrigin } from './origin.ts'

/** What a proxy tells of a request. A client can write the same names, so none but the address below is passed on. */
const FORWARDED = [
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-forwarded-server',
  'forwarded',
  'x-real-ip',
]

/** Where Next.js finds the nonce for its scripts: only ours may be there. */
const POLICY = 'content-security-policy'

/**
 * In front of Next.js: every answer has the headers that protect it, the client's address is found by trusted hops only, what
 * Next.js would answer 500 is refused, and on a loopback origin a person who opened 127.0.0.1 is led to localhost, because
 * cookies do not cross between the two. `dev`: in front of the development server.
 */
export function createListener(
  { appOrigin, trustedProxies }: Env,
  serve: (req: IncomingMessage, res: ServerResponse) => void,
  { dev = false } = {},
): RequestListener {
  const trust = proxyAddr.compile(trustedProxies)
  const { host } = new URL(appOrigin)
  const standing = standingHeaders(appOrigin)
  const methods = new Set(['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS', 'PUT', 'PATCH'])

  return (request, response) => {
    const told = proxyAddr(request, trust)
    // A trusted hop that passes on what is no address is as far as anybody can see.
    const address = network(isIP(told) ? told : (request.socket.remoteAddress ?? ''))
    for (const name of FORWARDED) delete request.headers[name]
    request.headers['x-forwarded-for'] = address
    response.setHeaders(standing)
    if (!methods.has(request.method ?? '')) return refuse(response)
    const { method = '' } = request
    const url = pathOf(request.url ?? '')
    if (url === null) return void send(response, problem('invalid_request'))
    request.url = url
    const { methods: allowed, kind } = addressAt(url)
    if (!allowed.includes(method)) return void send(response, problem('method_not_allowed'), allowed)
    delete request.headers[POLICY]
    delete request.headers[`${POLICY}-report-only`]
    if (kind === 'page') {
      request.headers[POLICY] = pagePolicy(dev)
      response.setHeader(POLICY, request.headers[POLICY])
      response.setHeader('cache-control', 'private, no-store')
    }
    // Its name changes with its contents: Next.js lets everybody keep it.
    if (kind === 'file') response.removeHeader('cache-control')
    if (!isRouterState(request.headers['next-router-state-tree'])) delete request.headers['next-router-state-tree']
    if (isLoopback(appOrigin) && isNavigation(request) && request.headers.host !== host) {
      response.writeHead(307, { location: appOrigin + request.url }).end()
      return
    }
    withOrigin(address, () => serve(request, response))
  }
}

/** One customer's addresses: an IPv6 subscriber has 2^64 of them, and an IPv4 one may come in IPv6 clothes. */
export function network(address: string): string {
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1]
  if (mapped || !isIPv6(address)) return mapped ?? address
  const [head = '', tail] = address.split('%')[0]!.split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const gap = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length
  const all = [...groups(head), ...Array<string>(gap).fill('0'), ...groups(tail ?? '')]
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

const isNavigation = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' && headers['sec-fetch-mode'] === 'navigate'

/**
 * Path and query of a request target, of which RFC 9112, section 3.2 has two forms for a server: with an origin, which says
 * nothing that is believed, or without. Null: neither, or a path that is no UTF-8.
 */
function pathOf(target: string): string | null {
  const url = target.replace(/^https?:\/\/[^/]*/, '')
  if (!/^\/[!-~\x80-\xff]*$/.test(url)) return null
  const path = url.split(/[?#]/, 1)[0]!
  // Clients take dot segments out (RFC 3986, section 5.2.4); what is left would be one path here and another for Next.js.
  if (/\/(\.|%2e){1,2}(\/|$)/i.test(path)) return null
  try {
    decodeURIComponent(path)
    return url
  } catch {
    return null
  }
}

/** Asked of the very function that would throw. */
function isRouterState(text: string | string[] | undefined): boolean {
  try {
    parseAndValidateFlightRouterState(text)
    return true
  } catch {
    return false
  }
}

async function send(response: ServerResponse, answer: Response, allowed: string[] = []): Promise<void> {
  const headers = { ...Object.fromEntries(answer.headers), connection: 'close' }
  const allow = allowed.length > 0 && { allow: allowed.join(', ') }
  response.writeHead(answer.status, { ...headers, ...allow }).end(await answer.text())
}

function refuse(response: ServerResponse): void {
  response.writeHead(501, { connection: 'close' }).end()
}
