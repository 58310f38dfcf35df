import fc from 'fast-check'
import { ACCESS, BASIC, strings } from './hostile.ts'

/** Latin-1, as headers travel; what a header cannot hold is left out. */
const values = strings
  .map((text) => Buffer.from(text).toString('latin1'))
  .filter((text) => [...text].every((char) => char >= ' '))
/** Of any header. */
export const value = fc.oneof(fc.constantFrom(...values), fc.string({ maxLength: 60 }))

const numbers = fc.constantFrom<number | null>(0, -1, 1.7e9, 8.64e12, 8.64e12 + 1, 1e300, 2 ** 53, null)
/** The cookie that the page after a logout is made from: well formed, and with numbers that no logout would write. */
const receipts = fc
  .record({
    action: fc.constantFrom('logout', 'logout-everywhere', '__proto__'),
    at: numbers,
    endedCount: numbers,
    othersOpen: numbers,
    receipt: fc.record({
      ended: fc.array(fc.record({ sessionId: fc.uuid(), strategy: fc.constant(null), ...endings() }), { maxLength: 9 }),
      pending: fc.array(fc.uuid(), { maxLength: 2 }),
      cookiesCleared: fc.boolean(),
      ...endings(),
    }),
  })
  .map((receipt) => `__Host-receipt=${Buffer.from(JSON.stringify(receipt)).toString('base64url')}`)

function endings() {
  return {
    refresh: fc.constantFrom('revoked', 'none', 'pending'),
    access: fc.constantFrom('denied', 'lives', 'pending'),
    stolenTokenWorksUntil: numbers,
  }
}

export const cookies = fc.oneof(
  receipts,
  fc.constantFrom(
    '%',
    ';;;',
    '=',
    '__proto__=1; constructor=2',
    '__prerender_bypass=1; __next_preview_data=1',
    Array.from({ length: 100 }, (_, i) => `c${i}=1`).join('; '),
    `a=${'x'.repeat(8_000)}`,
    '__Host-access="x"',
  ),
  fc
    .tuple(
      fc.constantFrom('__Host-access', '__Secure-refresh', '__Secure-holder', '__Secure-unfinished', '__Host-guest'),
      value,
    )
    .map(([name, text]) => `${name}=${text}`),
)

/** A JWT in form only. */
const jwt = (header: object, payload: object) =>
  `${[header, payload].map((one) => Buffer.from(JSON.stringify(one)).toString('base64url')).join('.')}.AAAA`
/** Of `Authorization`. */
export const credentials = fc.oneof(
  fc.constantFrom(
    `Bearer ${ACCESS}`,
    `bearer  ${ACCESS} `,
    `Bearer ${ACCESS}=`,
    `Bearer ${ACCESS}, Bearer ${ACCESS}`,
    'Bearer',
    'Bearer ',
    'Bearer a.b.c',
    'Basic bWluYTptaW5h',
    `Basic ${BASIC}`,
    `Basic ${BASIC}, Bearer ${ACCESS}`,
    `Bearer ${'a'.repeat(8_000)}`,
    `Bearer ${'.'.repeat(200)}`,
    `Bearer ${jwt({ alg: 'none' }, { sub: 'x' })}`,
    `Bearer ${jwt({ alg: 'HS256', kid: '__proto__', typ: 'at+jwt' }, { exp: 1e300, sid: null })}`,
  ),
  value,
)
