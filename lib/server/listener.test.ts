import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { readEnv } from './env.ts'
import { createListener } from './listener.ts'

const secret = () => randomBytes(32).toString('base64url')
let close = () => {}
afterEach(() => close())

/** The listener in front of a handler that tells which headers reached it, and says nothing of its own. */
async function open(appOrigin: string) {
  const env = readEnv({ APP_ORIGIN: appOrigin, AUTH_SECRETS: secret(), REFRESH_PEPPERS: secret() })
  const http = createServer(createListener(env, (request, response) => response.end(JSON.stringify(request.headers))))
  await once(http.listen(0, '127.0.0.1'), 'listening')
  close = () => http.close()
  const { port } = http.address() as AddressInfo
  return async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, reached: () => JSON.parse(text) as IncomingHttpHeaders }
  }
}

const nonceIn = (policy: unknown) => /script-src 'nonce-([\w-]{22})' 'strict-dynamic'/.exec(String(policy))?.[1]

test('CS-08: a page has a nonce that no other has, the one that Next.js reads, whatever policy the client sent', async () => {
  const ask = await open('http://localhost:3000')
  const forged = "script-src 'nonce-forged'"
  const seen = new Set<string>()
  for (const path of ['/', '/account', '/account?a=1', '/nothing', '/_next/image', '/api/nothing']) {
    const sent = { 'content-security-policy': forged, 'content-security-policy-report-only': forged }
    const { headers, reached } = await ask(path, sent)
    const policy = headers.get('content-security-policy')
    expect(reached()['content-security-policy'], path).toBe(policy)
    expect(reached()['content-security-policy-report-only'], path).toBeUndefined()
    expect(policy).not.toMatch(/forged|unsafe-eval|(script-src|style-src) [^;]*unsafe/)
    expect(headers.get('cache-control')).toBe('private, no-store')
    seen.add(nonceIn(policy)!)
  }
  expect(seen.size).toBe(6)
})

test('CS-08: what is no page may load nothing, and no nonce is made for it or taken from a client', async () => {
  const ask = await open('http://localhost:3000')
  for (const path of ['/api/me', '/api/auth/sessions/x', '/healthz', '/openapi.json', '/_next/static/a.js']) {
    const { headers, reached } = await ask(
      path,
      { 'content-security-policy': "script-src 'nonce-forged'" },
      path.endsWith('x') ? 'DELETE' : 'GET',
    )
    expect(headers.get('content-security-policy'), path).toMatch(/^default-src 'none'; frame-ancestors 'none'/)
    expect(headers.get('content-security-policy')).not.toContain('nonce')
    expect(reached()['content-security-policy']).toBeUndefined()
  }
})

test('CS-06, NX-05: an answer that says nothing of caches may not be kept, unless it is a file of the build', async () => {
  const ask = await open('http://localhost:3000')
  expect((await ask('/api/me')).headers.get('cache-control')).toBe('no-store')
  expect((await ask('/_next/static/a.js')).headers.get('cache-control')).toBeNull()
})

test('CS-09: what the listener refuses or leads away has every header too; HSTS, of two years, on https alone', async () => {
  for (const origin of ['http://localhost:3000', 'https://app.example']) {
    const ask = await open(origin)
    for (const [path, method, status] of [
      ['/', 'PROPFIND', 501],
      ['/%', 'GET', 400],
      ['/api/me', 'PATCH', 405],
      ['/', 'GET', 200],
    ] as const) {
      const answer = await ask(path, {}, method)
      expect(answer.status).toBe(status)
      for (const name of ['referrer-policy', 'cross-origin-opener-policy', 'permissions-policy', 'cache-control'])
        expect(answer.headers.get(name), `${status} ${name}`).not.toBeNull()
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('strict-transport-security')).toBe(
        origin.startsWith('https') ? 'max-age=63072000' : null,
      )
    }
    close()
  }
})
