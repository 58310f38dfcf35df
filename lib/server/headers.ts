import { createHash, randomBytes } from 'node:crypto'
import { themeScript } from '../http/theme-script.ts'

/** Seconds: two years, as browsers' preload lists ask. */
const HSTS_AGE = 63_072_000

/** What a page of ours never asks for, so that a script which got in cannot either. */
const FEATURES = [
  'camera',
  'display-capture',
  'geolocation',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'usb',
]

/** Of an answer that is no page: opened as a document, it may load and run nothing. */
const INERT = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/**
 * Headers of every answer, also of those that Next.js never sees. `no-store` is there before Next.js says anything: it would let
 * everybody keep a page that was made in advance, and says nothing at all of a route.
 */
export function standingHeaders(appOrigin: string): Map<string, string> {
  const headers = new Map([
    ['cache-control', 'no-store'],
    ['content-security-policy', INERT],
    ['x-content-type-options', 'nosniff'],
    // Not `no-referrer`: under it a browser sends `Origin: null` with a same-origin form, which the origin check refuses.
    ['referrer-policy', 'same-origin'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-resource-policy', 'same-origin'],
    ['permissions-policy', FEATURES.map((name) => `${name}=()`).join(', ')],
  ])
  if (appOrigin.startsWith('https:')) headers.set('strict-transport-security', `max-age=${HSTS_AGE}`)
  return headers
}

const themeHash = createHash('sha256').update(themeScript).digest('base64')

/**
 * The policy of one page, with a nonce of its own: 128 random bits, as CSP Level 3, section 7.1, asks. A script runs if it
 * carries the nonce, or was loaded by one that does. Styles come from files; the attribute `style` alone may be inline, because
 * the drawings are rendered with their places in it. `dev`: the development server compiles with `eval` and inlines styles.
 */
export function pagePolicy(dev: boolean): string {
  const nonce = randomBytes(16).toString('base64url')
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic' 'sha256-${themeHash}'${dev ? " 'unsafe-eval'" : ''}`,
    `style-src 'self'${dev ? " 'unsafe-inline'" : ''}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
