import { type Base, encode, headerText, inGroup, partsOf, sign, type Titled, under } from './base.ts'

/** By the name of the parameter; text of JSON. */
const parameters: [name: string, values: string[]][] = [
  ['crit', ['[]', '["exp"]', '["kid"]', '["alg"]', '["typ"]', '["crit"]', '["b64"]', '["__proto__"]', '["x"]', '[""]']],
  ['crit', ['null', 'true', '1', '""', '"exp"', '{}', '{"0":"exp","length":1}', '[1]', '[null]', '[["exp"]]']],
  ['crit', ['["exp","exp"]']],
  ['b64', ['true', 'false', 'null', '0', '"false"', '[]']],
  ['zip', ['"DEF"', '"GZIP"', 'null', '""']],
  ['cty', ['"JWT"', '"jwt"', '"application/json"', 'null', '""']],
  // PBES2 with as many rounds as the attacker likes (CVE-2023-50967).
  ['p2c', ['2147483647', '1e400']],
  ['__proto__', ['{"polluted":true}', 'null', '[]']],
  ['constructor', ['{"prototype":{"polluted":true}}', 'null']],
]

/** Each with a text: those of JWE, claims repeated (RFC 7519, section 5.3), those of other protocols, and what every object has. */
const names = [
  ...['enc', 'zip', 'epk', 'apu', 'apv', 'iv', 'tag', 'p2s', 'skid'],
  ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'sid'],
  ...['nonce', 'url', 'ppt', 'svt', 'trust_chain', 'htm', 'ath', 'unknown', '', ' alg', 'ALG'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'length', 'then'],
]

/** Only alg, typ and kid exist: what a header asks to be understood is refused, understood or not (RFC 7515, section 4.1.11). */
export const critTokens = (base: Base) =>
  inGroup('crit', [
    ...parameters.flatMap(([name, values]) =>
      values.map((value): Titled => [`${name} = ${value}`, under(base, { [name]: value })]),
    ),
    ...names.map((name): Titled => [`${name} = "x"`, under(base, { [name]: '"x"' })]),
    ...unencoded(base),
  ])

/** RFC 7797: the payload is not base64url, and the header says that this must be understood. */
function unencoded(base: Base): Titled[] {
  const header = headerText(base, { b64: 'false', crit: '["b64"]' })
  const [, payload] = partsOf(base)
  return [
    ['b64 = false and crit, over the payload as it is', sign(`${encode(header)}.${payload}`, base.secret)],
    ['b64 = false and crit, over an unencoded payload', sign(`${encode(header)}.{"exp":1}`, base.secret)],
    ['b64 = false and crit, the payload detached', sign(`${encode(header)}.`, base.secret)],
  ]
}

/** Every other kind of JWT that the same key may sign is no access token (RFC 8725, section 3.11). */
export function typTokens(base: Base) {
  const kinds = [
    ...['JWT', 'jwt', 'application/jwt', 'id+jwt', 'rt+jwt', 'logout+jwt', 'secevent+jwt', 'dpop+jwt'],
    ...['client-auth+jwt'],
    ...['token-introspection+jwt', 'oauth-authz-req+jwt', 'JOSE', 'JOSE+JSON', 'jwk+json', 'sd-jwt', 'lab+jwt'],
    ...['', ' ', 'at', 'at+jwt2', 'at +jwt', 'at+jwt ', ' at+jwt', 'at+jwt; x=1', 'at+jwt,at+jwt', 'at%2Bjwt'],
    ...['at jwt'],
    ...['text/at+jwt', 'application/at+jwt;v=1', 'application//at+jwt', '/at+jwt', 'application/application/at+jwt'],
    ...['at+jwt/'],
    ...['at+jwt\0', 'at\uff0bjwt', '\u0430\u0442+jwt', '__proto__', 'constructor', 'x'.repeat(1000)],
  ]
  const others = ['null', '1', 'true', '[]', '["at+jwt"]', '{}', '{"toString":"at+jwt"}', '"at+jwt","typ":"JWT"']
  return inGroup('typ', [
    ...kinds.map((typ): Titled => [JSON.stringify(typ.slice(0, 40)), under(base, { typ: JSON.stringify(typ) })]),
    ...others.map((typ): Titled => [`of another type: ${typ}`, under(base, { typ })]),
    ['missing', under(base, { typ: undefined })],
    ['under another name', under(base, { typ: undefined, Typ: '"at+jwt"' })],
    ['as a cty', under(base, { typ: undefined, cty: '"at+jwt"' })],
  ])
}
