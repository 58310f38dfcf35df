import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import proxyAddr from 'proxy-addr'
import { type Env, isLoopback } from './env.ts'

/** What a proxy tells of a request. A client can write the same names, so none but the address below is passed on. */
const FORWARDED = [
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-forwarded-server',
  'forwarded',
  'x-real-ip',
]

/**
 * In front of Next.js: the client's address is found by trusted hops only, methods that nobody serves are refused, and on a
 * loopback origin a person who opened 127.0.0.1 is led to localhost, because cookies do not cross between the two.
 */
export function createListener(
  { appOrigin, trustedProxies }: Env,
  serve: (req: IncomingMessage, res: ServerResponse) => void,
): RequestListener {
  const trust = proxyAddr.compile(trustedProxies)
  const { host } = new URL(appOrigin)
  const methods = new Set(['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS', 'PUT', 'PATCH'])

  return (request, response) => {
    const address = proxyAddr(request, trust)
    for (const name of FORWARDED) delete request.headers[name]
    request.headers['x-forwarded-for'] = address
    if (!methods.has(request.method ?? '')) return refuse(response)
    if (isLoopback(appOrigin) && isNavigation(request) && request.headers.host !== host) {
      response.writeHead(307, { location: appOrigin + request.url, 'cache-control': 'no-store' }).end()
      return
    }
    serve(request, response)
  }
}

const isNavigation = ({ method, headers, url }: IncomingMessage): boolean =>
  method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && url?.startsWith('/') === true

function refuse(response: ServerResponse): void {
  response.writeHead(501, { 'cache-control': 'no-store', connection: 'close' }).end()
}
