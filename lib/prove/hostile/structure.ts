import {
  type Base,
  claimsText,
  encode,
  headerText,
  inGroup,
  inputOf,
  partsOf,
  sign,
  type Titled,
  under,
} from './base.ts'

/** Three parts, none empty, in at most 4 kB: everything else is refused before it is decoded or verified. */
export const structureTokens = (base: Base) =>
  inGroup('structure', [
    ...noTokens(),
    ...wrongCount(base),
    ...otherSerialisations(base),
    ...badHeaders(base),
    ...tooLong(base),
  ])

function noTokens(): Titled[] {
  const texts = [
    ...['', ' ', '.', '..', '...', '....', 'a', 'a.b', 'a.b.c', 'a.b.c.d', 'A.A.A', '-._._', '0.0.0', 'null'],
    ...['undefined'],
    ...['true', '{}', '[]', '{}.{}.{}', 'undefined.undefined.undefined', 'null.null.null', '[object Object]', 'NaN'],
    ...['\0'],
    ...['\ud83d\udca5.\ud83d\udca5.\ud83d\udca5', '%00', '%', '%%%', '..%2f..%2f', '__proto__', 'constructor'],
    ...['../../x', '*', "' or 1=1 --"],
    ...['<script>alert(1)</script>', '%{jndi:ldap://localhost/x}', '{{7*7}}', '\u202e.a.b', 'deleted', '-', '~'],
  ]
  return texts.map((text) => [`the text ${JSON.stringify(text)}`, text])
}

function wrongCount(base: Base): Titled[] {
  const [header, payload, signature] = partsOf(base)
  const shapes: Record<string, string> = {
    'H.P': `${header}.${payload}`,
    'H.P.': `${header}.${payload}.`,
    'H..S': `${header}..${signature}`,
    '.P.S': `.${payload}.${signature}`,
    '..S': `..${signature}`,
    'H..': `${header}..`,
    '.P.': `.${payload}.`,
    H: header,
    P: payload,
    S: signature,
    'H.S': `${header}.${signature}`,
    HPS: header + payload + signature,
    '.H.P.S': `.${base.accessToken}`,
    'H..P.S': `${header}..${payload}.${signature}`,
    'H.P..S': `${header}.${payload}..${signature}`,
    'H.P.S.S': `${base.accessToken}.${signature}`,
    'H.H.P.S': `${header}.${base.accessToken}`,
    'P.H.S': `${payload}.${header}.${signature}`,
    'S.P.H': `${signature}.${payload}.${header}`,
    'H.S.P': `${header}.${signature}.${payload}`,
    'H.H.S': `${header}.${header}.${signature}`,
    'P.P.S': `${payload}.${payload}.${signature}`,
    'H.a.b.c.S': `${header}.a.b.c.${signature}`,
    'H.P.S.a.b': `${base.accessToken}.a.b`,
    'H~P~S': `${header}~${payload}~${signature}`,
  }
  return Object.entries(shapes)
}

/** JSON serialisation (RFC 7515, section 7.2), JWE (RFC 7516), nested tokens (RFC 7519, section 5.2), other formats. */
function otherSerialisations(base: Base): Titled[] {
  const [header, payload, signature] = partsOf(base)
  const jwe = (alg: string, more = {}) => encode(JSON.stringify({ alg, enc: 'A256GCM', kid: base.kid, ...more }))
  const nested = sign(inputOf(headerText(base, { cty: '"JWT"' }), base.accessToken), base.secret)
  return [
    ['JSON, flattened', JSON.stringify({ protected: header, payload, signature })],
    ['JSON, general', JSON.stringify({ payload, signatures: [{ protected: header, signature }] })],
    [
      'JSON, with an unprotected header',
      JSON.stringify({ protected: header, header: { kid: base.kid }, payload, signature }),
    ],
    ['a JSON list of it', JSON.stringify([base.accessToken])],
    ['JSON, encoded', encode(JSON.stringify({ protected: header, payload, signature }))],
    ['JWE with a key wrapped', `${jwe('A256KW')}.AAAA.AAAA.AAAA.AAAA`],
    ['JWE with a direct key', `${jwe('dir')}..AAAAAAAAAAAAAAAA.${encode(claimsText(base))}.AAAAAAAAAAAAAAAAAAAAAA`],
    [
      'JWE with a password of two thousand million rounds',
      `${jwe('PBES2-HS256+A128KW', { p2c: 2147483647, p2s: 'AAAA' })}.AAAA.AAAA.AAAA.AAAA`,
    ],
    ['JWE with compressed contents', `${jwe('dir', { zip: 'DEF' })}..AAAA.AAAA.AAAA`],
    ['JWE header on a JWS', `${jwe('HS256')}.${payload}.${signature}`],
    ['the token inside another', nested],
    ['the token inside another, without its cty', sign(inputOf(headerText(base), base.accessToken), base.secret)],
    ['a PASETO', `v2.local.${payload}`],
    ['a cookie of express', `s:${payload}.${signature}`],
    ['a CWT in base64url', '0oRDoQEmoQRMS2V5SWQyNTYxYWFhYWFhWCKlAXVjb2FwOi8vYXMuZXhhbXBsZS5jb20'],
    ['a macaroon', 'MDAxY2xvY2F0aW9uIGh0dHBzOi8vZXZpbC50ZXN0CjAwMTFpZGVudGlmaWVyIHgK'],
  ]
}

/** Headers that are no JSON object, or one that hides something. */
function badHeaders(base: Base): Titled[] {
  const good = headerText(base)
  const texts = [
    ...['', ' ', 'null', 'true', '1', '"x"', '[]', '[{}]', '{', '{}', '{"alg":"HS256"', '{"alg":}'],
    ...["{'alg':'HS256'}", '\0'],
    ...[`[${good}]`, JSON.stringify(good), `${good}x`, `${good}${good}`, `${good},`, `x${good}`, `${good}\0`],
    ...[`/**/${good}`],
    ...[good.replace('{', '{,'), good.replace('}', ',}'), good.replaceAll('"', "'"), good.replace(':', '=')],
    ...['['.repeat(1000)],
  ]
  const bytes: [string, Uint8Array][] = [
    ['in UTF-16', Buffer.from(good, 'utf16le')],
    ['not in UTF-8', Buffer.concat([Buffer.from(good.slice(0, -2)), Buffer.from([0xff]), Buffer.from(good.slice(-2))])],
    ['of an overlong quote', Buffer.concat([Buffer.from('{'), Buffer.from([0xc0, 0xa2]), Buffer.from(good.slice(2))])],
  ]
  return [
    ...texts.map(
      (text, i): Titled => [
        `header ${i + 1}: ${JSON.stringify(text.replaceAll(good, 'H').slice(0, 30))}`,
        signed(base, text),
      ],
    ),
    ...bytes.map(([title, header]): Titled => [`header ${title}`, signed(base, header)]),
  ]
}

const signed = (base: Base, header: string | Uint8Array) => sign(inputOf(header, claimsText(base)), base.secret)

/** Signed by the real key, all but the last two. */
function tooLong(base: Base): Titled[] {
  const claims = (length: number) =>
    sign(inputOf(headerText(base), claimsText(base, { pad: JSON.stringify('x'.repeat(length)) })), base.secret)
  return [
    ['over 4 kB by its claims', claims(4096)],
    ['8 kB by its claims', claims(5500)],
    ['over 4 kB by its header', under(base, { kid: JSON.stringify('x'.repeat(4096)) })],
    ['100 kB by its claims', claims(75_000)],
    ['a megabyte of dots', '.'.repeat(1_000_000)],
    ['a megabyte of letters', `${'a'.repeat(1_000_000)}.b.c`],
  ]
}
