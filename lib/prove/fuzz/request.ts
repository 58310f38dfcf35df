import fc, { type Arbitrary } from 'fast-check'
import type { Target } from './document.ts'
import { type GivenHeaders, headers, type Lines } from './headers.ts'
import { known, methods, strings } from './hostile.ts'
import { isSound, type Payload, payloads } from './payload.ts'

/** What may be demanded of the answer: all that the document says; that there is one; or that the server lives on. */
export type Rigour = 'contract' | 'answer' | 'none'
const order: Rigour[] = ['contract', 'answer', 'none']

export type Session = 'live' | 'none' | 'ended'

/** A case of the search: how it is sent is decided when it is sent, see the placeholders in `hostile.ts`. */
export interface Request {
  method: string
  /** As it stands in the request line, in Latin-1. */
  line: string
  headers: Lines
  session: Session
  payload: Payload | null
  rigour: Rigour
}

interface Line {
  text: string
  rigour: Rigour
}

export function requests(target: Target): Arbitrary<Request> {
  const none = fc.constant(null)
  return fc
    .record({
      method: fc.oneof(
        { weight: 12, arbitrary: fc.constant(target.method) },
        { weight: 1, arbitrary: fc.constantFrom(...methods) },
        { weight: target.answers ? 0 : 2, arbitrary: fc.constant('POST') },
      ),
      line: lines(target),
      headers: fc.oneof(
        { weight: 4, arbitrary: fc.constant<GivenHeaders[]>([]) },
        { weight: 4, arbitrary: fc.array(headers, { maxLength: 1 }) },
        { weight: 1, arbitrary: fc.array(headers, { maxLength: 4 }) },
      ),
      session: fc.oneof(
        { weight: 4, arbitrary: fc.constant<Session>('live') },
        { weight: 1, arbitrary: fc.constantFrom<Session>('none', 'ended') },
      ),
      payload: fc.oneof(
        { weight: target.body ? 1 : 5, arbitrary: none },
        { weight: target.body ? 12 : 1, arbitrary: payloads(target) },
      ),
    })
    .map(({ method, line, headers, session, payload }) => ({
      method,
      line: line.text,
      headers: headers.flatMap((one) => one.lines),
      session,
      payload,
      rigour: least(
        line.rigour,
        ...headers.map((one) => one.rigour),
        isToken(method) ? 'contract' : 'none',
        // RFC 9110, section 9.3.1: what a body of GET means is nobody's to say.
        payload === null ? 'contract' : !isSound(payload) ? 'none' : target.body ? 'contract' : 'answer',
      ),
    }))
}

const least = (...all: Rigour[]): Rigour => order[Math.max(...all.map((one) => order.indexOf(one)))]!
/** CONNECT asks for a tunnel; the parser of Node.js knows its methods by name. */
const isToken = (method: string) => !['CONNECT', 'FUZZ', 'get'].includes(method)

function lines({ path }: Target): Arbitrary<Line> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([whole]) => whole)
  const filled = fc.tuple(...names.map(() => values)).map(
    (given): Line => ({
      text: names.reduce((text, name, at) => text.replace(name, () => given[at]!.text), path),
      rigour: least('contract', ...given.map((one) => one.rigour)),
    }),
  )
  const asked = fc.tuple(filled, queries).map(
    ([line, query]): Line => ({
      text: line.text + query.text,
      rigour: least(line.rigour, query.rigour),
    }),
  )
  const warped = fc.tuple(filled, fc.constantFrom(...warps)).map(([{ text, rigour }, warp]): Line => {
    const bent = warp(text)
    return { text: bent, rigour: /[\0-\x20]|^[^/]/.test(bent) ? 'none' : least('answer', rigour) }
  })
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 6, arbitrary: filled },
    { weight: 2, arbitrary: asked },
    { weight: 1, arbitrary: warped },
  )
}

const encoded = strings.filter((text) => text.isWellFormed() && !/^\.*$/.test(text)).map(encodeURIComponent)

/** Of a path parameter. `%00` and what is no UTF-8 are refused before any route is asked. */
const values: Arbitrary<Line> = fc.oneof(
  { weight: 6, arbitrary: fc.nat(9).map((n): Line => ({ text: known(n), rigour: 'contract' })) },
  { weight: 2, arbitrary: fc.uuid().map((text): Line => ({ text, rigour: 'contract' })) },
  { weight: 3, arbitrary: fc.constantFrom(...encoded).map((text): Line => ({ text, rigour: 'contract' })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('%', '%ff', '%ED%A0%80', '..', '.', '%2e%2e', '', 'a/b', 'a%2Fb', 'x'.repeat(9_000), '\x80\xff')
      .map((text): Line => ({ text, rigour: 'answer' })),
  },
)

/** Parameters that some page reads, or that Next.js once did. */
const parameters = [
  ...['next', 'error', 'wait', 'done', 's', 'long', 'access', 'refresh', 'leeway', 'poll', 'at', 'kept', 'outage'],
  ...['after', 'url', 'w', 'q', 'id', '_rsc', 'nxtPid', 'nxtPpath', '__nextLocale', '__proto__', 'a[]', 'access_token'],
]
const asked = fc.oneof(
  fc.constantFrom(...strings.filter((text) => text.isWellFormed())),
  fc.constantFrom(
    '/account',
    '/api/me',
    'invalid_credentials',
    'session',
    'rotation',
    'open',
    '16',
    '75',
    '-0',
    '1e309',
  ),
  fc.string({ maxLength: 20 }),
)
const queries: Arbitrary<Line> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .array(fc.tuple(fc.constantFrom(...parameters), asked), { minLength: 1, maxLength: 4 })
      .map((pairs): Line => ({ text: `?${new URLSearchParams(pairs)}`, rigour: 'contract' })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('?', '?%', '?next=%E0%A4%A', '?&&==&', '?next=%0d%0aSet-Cookie:x', '??', '?#', '?next=a#b', '?\x80')
      .map((text): Line => ({ text, rigour: 'answer' })),
  },
)

/** Other spellings of an address: none may lead past a check. */
const warps: ((path: string) => string)[] = [
  (path) => `${path}/`,
  (path) => `/${path}`,
  (path) => `/.${path}`,
  (path) => `${path}/..`,
  (path) => `${path}/../..${path}`,
  (path) => `${path};x`,
  (path) => `${path}%2F`,
  (path) => `${path}%5C`,
  (path) => `${path}\\`,
  (path) => `${path}.rsc`,
  (path) => `${path}.json`,
  (path) => `${path}.segments/_tree.segment.rsc`,
  (path) => `${path}?_rsc=1`,
  (path) => path.toUpperCase(),
  (path) => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  (path) => path.replaceAll('/', '//'),
  (path) => path.replaceAll('/', '%2f').replace('%2f', '/'),
  (path) => `/en${path}`,
  (path) => `/_next/data/build${path}.json`,
  (path) => `${path}\x80\xff`,
  (path) => `${path}${'/'.repeat(50)}`,
  (path) => `${path}${'x'.repeat(9_000)}`,
  (path) => `http://evil.example${path}`,
  (path) => `//evil.example${path}`,
  (path) => `${path}\t`,
  (path) => `${path}\f`,
  (path) => `${path} x`,
  (path) => `${path}\0`,
  (path) => path.slice(1),
  () => '*',
  () => '',
]
