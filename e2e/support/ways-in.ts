/** Of a request; `fetch` has a type of the same name. */
export type Sent = Record<string, string>

export interface Place {
  ask(headers: Sent, query?: string): Promise<Response>
  /** Is this the answer that somebody who is logged out gets? */
  refuses(answer: Response, text: string): boolean
}
export type PlaceName = 'page' | 'api' | 'action'

const REFUSAL = '{"type":"about:blank","title":"Log in to continue.","status":401,"code":"invalid_token"}'

/** Where a token is asked for: a page, the API, and a server action, which `form` is the form of. */
export function openPlaces(origin: string, form: FormData): Record<PlaceName, Place> {
  const get = (path: string) => (headers: Sent, query?: string) =>
    fetch(`${origin}${path}${query ? `?${query}` : ''}`, { headers, redirect: 'manual' })
  // Next.js makes the address of a redirect to its own origin relative.
  const redirects = ({ status, headers }: Response) =>
    status === 303 && new URL(headers.get('location')!, origin).href.startsWith(`${origin}/resume?next=%2Faccount`)
  return {
    page: { ask: get('/account'), refuses: redirects },
    api: { ask: get('/api/me'), refuses: isProblem },
    action: { ask: (headers) => callAction(origin, form, headers), refuses: redirects },
  }
}

/** The same bytes for every cause (RFC 6750, section 3.1); 400 where cookie and bearer differ. */
function isProblem({ status, headers }: Response, text: string): boolean {
  if (headers.get('cache-control') !== 'no-store') return false
  if (status === 400) return text.includes('"code":"ambiguous_credentials"')
  return status === 401 && text === REFUSAL && headers.get('www-authenticate') === 'Bearer error="invalid_token"'
}

export const callAction = (origin: string, form: FormData, headers: Sent) =>
  fetch(`${origin}/account`, { method: 'POST', body: form, redirect: 'manual', headers: { origin, ...headers } })

export const inCookie = (text: string): Sent => ({ cookie: `a=1; __Host-access=${text}; b=2` })
export const asBearer = (text: string): Sent => ({ authorization: `Bearer ${text}` })

export const ways: [name: string, place: PlaceName, carry: (text: string) => Sent][] = [
  ['the page', 'page', inCookie],
  ['the API, by cookie', 'api', inCookie],
  ['the API, by bearer', 'api', asBearer],
  ['the server action', 'action', inCookie],
]

/** The bytes of UTF-8, as fetch wants them: a letter for each. */
export const onTheWire = (token: string) => Buffer.from(token).toString('latin1')

/** RFC 9110, section 5.5, and less than the 16 kB that Node takes: nothing else ever reaches the product. */
export const canBeSent = (text: string) => /^[\t\x20-\x7e\x80-\xff]*$/.test(text) && text.length < 12_000

/** White space at its ends and what follows a semicolon are no part of a cookie or a bearer: such a text arrives as another. */
export const arrivesWhole = (text: string) => !/^[ \t]|[ \t]$|;/.test(text)
