import fc, { type Arbitrary } from 'fast-check'
import { cookies, credentials, value } from './credentials.ts'
import { ORIGIN } from './hostile.ts'
import type { Rigour } from './request.ts'

export type Lines = [name: string, value: string][]
export interface GivenHeaders {
  lines: Lines
  rigour: Rigour
}

const sites = ['same-origin', 'same-site', 'cross-site', 'none', '', 'fuzz']
const origins = [
  ORIGIN,
  'null',
  '',
  'https://evil.example',
  'http://localhost',
  'https://localhost:1',
  `${ORIGIN}.evil.example`,
  `${ORIGIN}/`,
  `${ORIGIN}, ${ORIGIN}`,
  'not a url',
  'a'.repeat(3_000),
]
/** What proxies add, and what Next.js says to itself (see the advisories on the bypass of its middleware). */
const trusted = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'forwarded',
  'x-real-ip',
  'x-http-method-override',
  'x-original-url',
  'x-rewrite-url',
  'x-user-id',
  'x-middleware-subrequest',
  'x-middleware-next',
  'x-middleware-rewrite',
  'x-middleware-override-headers',
  'x-middleware-request-authorization',
  'x-middleware-set-cookie',
  'x-matched-path',
  'x-invoke-path',
  'x-invoke-status',
  'x-invoke-error',
  'x-invoke-output',
  'x-now-route-matches',
  'x-nextjs-data',
  'x-prerender-revalidate',
  'next-resume',
  'x-next-resume-state-length',
  'x-action-forwarded',
  'x-lab-actor',
]
const claims = fc.constantFrom(
  '1',
  'middleware',
  'src/middleware:src/middleware:src/middleware:src/middleware:src/middleware',
  'proxy:proxy:proxy:proxy:proxy',
  '127.0.0.1',
  '::1, 10.0.0.1',
  'evil.example',
  'https',
  '/account',
  '/api/me',
  'http://evil.example/x',
  '404',
  'GET',
  'DELETE',
  '{}',
)
const router = fc
  .tuple(
    fc.constantFrom('next-router-state-tree', 'next-url', 'next-router-segment-prefetch', 'next-router-prefetch'),
    fc.oneof(
      fc.constantFrom(
        '%',
        '[]',
        '{}',
        'null',
        '["",{}]',
        '["",{"children":["account",{}]},null,null,true]',
        '/account',
      ),
      value,
    ),
    fc.constantFrom<Lines>([['rsc', '1']], []),
  )
  .map(([name, text, rsc]): Lines => [...rsc, [name, text]])

const single = (name: string, text: Arbitrary<string>) => text.map((one): Lines => [[name, one]])
const twice = (name: string, text: Arbitrary<string>) =>
  fc.tuple(text, text).map(
    ([one, other]): Lines => [
      [name, one],
      [name, other],
    ],
  )
const any = (weight: number, lines: Arbitrary<Lines>, rigour: Rigour = 'contract') => ({
  weight,
  arbitrary: lines.map((one): GivenHeaders => ({ lines: one, rigour })),
})

export const headers: Arbitrary<GivenHeaders> = fc.oneof(
  any(4, single('origin', fc.constantFrom(...origins))),
  any(3, single('sec-fetch-site', fc.constantFrom(...sites))),
  any(1, twice('origin', fc.constantFrom(...origins))),
  any(4, single('authorization', credentials)),
  any(1, twice('authorization', credentials)),
  any(6, single('cookie', cookies)),
  any(
    6,
    fc.tuple(fc.constantFrom(...trusted), fc.oneof(claims, value)).map((line): Lines => [line]),
  ),
  any(2, single('accept', fc.constantFrom('*/*', 'text/html', 'application/xml', 'text/event-stream', 'x', ',;q=9'))),
  any(2, single('last-event-id', fc.oneof(fc.constantFrom('0', '-1', '9'.repeat(15), '9'.repeat(400), '1e9'), value))),
  any(2, single('user-agent', fc.oneof(fc.constantFrom('logged-out-lab/1 (attacker)', 'x'.repeat(4_000)), value))),
  any(1, single('range', fc.constantFrom('bytes=0-0', 'bytes=-1', 'x'))),
  any(1, single('if-none-match', fc.constantFrom('*', '"x"', 'W/"x"'))),
  any(1, single('accept-encoding', fc.constantFrom('gzip', 'br', '*;q=0', 'identity'))),
  // Next.js leads whoever asks for a part of a page to an address of its own.
  any(2, router, 'answer'),
  any(2, single('next-action', fc.oneof(fc.constantFrom('x', 'a'.repeat(42), '00'.repeat(21), '__proto__'), value))),
  any(1, single('sec-fetch-mode', fc.constantFrom('navigate', 'cors')), 'answer'),
  any(1, single('host', fc.constantFrom('evil.example', '', 'localhost:1', 'a b', '[::1', 'x'.repeat(300))), 'none'),
  any(1, twice('host', fc.constantFrom('evil.example', 'localhost')), 'none'),
  any(1, single('connection', fc.constantFrom('close, upgrade', 'close, x', 'close, cookie')), 'answer'),
  any(1, single('upgrade', fc.constantFrom('websocket', 'h2c', 'x')), 'answer'),
  any(
    1,
    fc.constant([
      ['upgrade', 'websocket'],
      ['connection', 'Upgrade'],
    ] satisfies Lines),
    'none',
  ),
  any(1, single('expect', fc.constantFrom('100-continue', 'fuzz')), 'answer'),
  any(1, single('te', fc.constantFrom('trailers', 'gzip')), 'answer'),
  any(1, single('x-fuzz', fc.constantFrom('a\r\nx', 'a\nx: y', 'a\r\n b', '\0', 'x'.repeat(20_000))), 'none'),
)
