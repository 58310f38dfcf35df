import {
  type Base,
  claimsText,
  headerText,
  inputOf,
  type Members,
  saying,
  sealed,
  sign,
  signByPair,
  type Titled,
  under,
} from './base.ts'

/**
 * Other texts that say the same, or another token of the same session, signed by the real key as RFC 7515 and 7519 allow: accepted
 * while the session lives, like the token that was issued. A logout must reach them all, for it denies the session.
 */
export function aliases(base: Base): Titled[] {
  const { iat, exp, gen, sub, iss } = base.claims
  const text = claimsText(base)
  const escaped = sub.replace(/./g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const claims: [string, Members][] = [
    ['another id', { jti: JSON.stringify(crypto.randomUUID()) }],
    ['another generation', { gen: `${gen + 1}` }],
    ['a second less', { exp: `${exp - 1}` }],
    ['issued a second before', { iat: `${iat - 1}`, exp: `${exp - 1}` }],
    ['a claim more', { nonce: '"x"' }],
    ['a claim that asks for more', { admin: 'true', role: '"admin"', scope: '"*"' }],
    ['a claim that holds a surrogate', { nonce: '"\\ud800"' }],
    ['a claim without a name', { '': '1' }],
    ['a claim named __proto__', { ['__proto__']: '{"polluted":true}' }],
    ['a claim named constructor', { constructor: '{"prototype":{"polluted":true}}' }],
    ['a claim named toString', { toString: '"x"' }],
    // Of members given twice the last one counts (RFC 7519, section 4).
    ['the account given twice', { sub: `"root","sub":"${sub}"` }],
    ['the account written in escapes', { sub: `"${escaped}"` }],
    ['the issuer written with escaped slashes', { iss: JSON.stringify(iss).replaceAll('/', '\\/') }],
    ['exp written with a fraction of nothing', { exp: `${exp}.0` }],
    ['exp written with an exponent', { exp: `${exp}e0` }],
    ['exp written with a thousand digits', { exp: `${exp}.${'0'.repeat(1000)}` }],
  ]
  const { pair } = base
  const byPair = { alg: '"EdDSA"', kid: JSON.stringify(pair?.kid) }
  return [
    ...claims.map(([title, changes]): Titled => [title, saying(base, changes)]),
    ['claims in another order', sealed(base, backwards(text))],
    ['claims with white space', sealed(base, JSON.stringify(base.claims, null, 2))],
    ['claims between white space', sealed(base, ` \t\r\n${text} \t\r\n`)],
    ['claims after a byte order mark', sealed(base, `\ufeff${text}`)],
    ['typ in capitals', under(base, { typ: '"AT+JWT"' })],
    ['typ in full', under(base, { typ: '"application/at+jwt"' })],
    ['header with white space', sign(inputOf(` ${headerText(base)}\n`, text), base.secret)],
    ['header in another order', sign(inputOf(backwards(headerText(base)), text), base.secret)],
    ['header with alg given twice', under(base, { alg: '"none","alg":"HS256"' })],
    ...(pair
      ? [
          [
            'by the other key that is held',
            signByPair(inputOf(headerText(base, byPair), text), pair.privateKey),
          ] as const,
        ]
      : []),
    ['header written in escapes', under(base, { alg: '"\\u0048S256"' })],
  ]
}

const backwards = (object: string) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(object)).reverse()))
