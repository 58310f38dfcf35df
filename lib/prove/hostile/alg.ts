import { createHash } from 'node:crypto'
import { type Base, claimsText, encode, headerText, inGroup, inputOf, sign, type Titled, under } from './base.ts'
import { ATTACKER, der, ec, ed, jwkOf, pem, rsa, signedByStranger, strangers } from './keys.ts'

/** One algorithm, pinned; the token has no say (RFC 8725, section 3.1). */
export const algTokens = (base: Base) =>
  inGroup('alg', [
    ...unsigned(base),
    ...misnamed(base),
    ...otherHashes(base),
    ...byStrangers(base),
    ...confusedKeys(base),
    ...weakKeys(base),
    ...otherTypes(base),
  ])

const named = (base: Base, alg: string) => inputOf(headerText(base, { alg: JSON.stringify(alg) }), claimsText(base))

function unsigned(base: Base): Titled[] {
  const algs = ['none', 'None', 'NONE', 'nOnE', 'none ', 'non\u0435', '', 'null', 'RS256']
  return algs.flatMap((alg): Titled[] => [
    [`${JSON.stringify(alg)} with an empty signature`, `${named(base, alg)}.`],
    [`${JSON.stringify(alg)} without a third part`, named(base, alg)],
  ])
}

/** The signature is HS256 by the real key: only the name is wrong. */
function misnamed(base: Base): Titled[] {
  const algs = [
    ...['none', 'None', 'NONE', 'nOnE', 'none ', ' none', 'non\u0435', 'none\0', '', ' ', 'null', 'undefined'],
    ...['hs256', 'Hs256', 'HS256 ', ' HS256', 'HS256\0', 'HS256,none', 'HS 256', 'H\uff33256', 'HS2560', 'HS25', 'HS'],
    ...['HS1', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES256K', 'ES384'],
    ...['ES512', 'EdDSA', 'Ed25519', 'Ed448', 'ML-DSA-44', 'HMAC', 'HmacSHA256', 'sha256'],
    ...['http://www.w3.org/2001/04/xmldsig-more#hmac-sha256'],
    ...['dir', 'A128KW', 'A256GCMKW', 'RSA-OAEP', 'RSA1_5', 'ECDH-ES', 'PBES2-HS256+A128KW', 'A256GCM'],
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '*', '.', '../HS256', '5', 'HS256 OR 1=1'],
  ]
  return algs.map((alg) => [
    `${JSON.stringify(alg)} over an HS256 signature by the real key`,
    sign(named(base, alg), base.secret),
  ])
}

function otherHashes(base: Base): Titled[] {
  const hashes = { HS384: 'sha384', HS512: 'sha512', HS224: 'sha224', HS1: 'sha1', HMD5: 'md5', 'HS3-256': 'sha3-256' }
  return Object.entries(hashes).flatMap(([alg, hash]): Titled[] => [
    [`${alg} by the real key, and named so`, sign(named(base, alg), base.secret, hash)],
    [`${alg} by the real key, named HS256`, sign(named(base, 'HS256'), base.secret, hash)],
  ])
}

function byStrangers(base: Base): Titled[] {
  return strangers.flatMap((alg): Titled[] => [
    [`${alg} by a stranger`, signedByStranger(alg, named(base, alg))],
    [`${alg} by a stranger, named HS256`, signedByStranger(alg, named(base, 'HS256'))],
  ])
}

/** CVE-2015-9235: a public key, which everybody knows, taken for the secret. */
function confusedKeys(base: Base): Titled[] {
  const keys: [string, string | Uint8Array][] = [
    ['an RSA key as PEM', pem(rsa.publicKey)],
    ['an RSA key as PEM without its last line end', pem(rsa.publicKey).trim()],
    ['an RSA key as PKCS #1', pem(rsa.publicKey, 'pkcs1')],
    ['an RSA key as DER', der(rsa.publicKey)],
    ['an RSA key as a JWK', jwkOf(rsa.publicKey)],
    ['an EC key as PEM', pem(ec.publicKey)],
    ['an EC key as a JWK', jwkOf(ec.publicKey)],
    ['an Ed25519 key as DER', der(ed.publicKey)],
  ]
  return keys.map(([what, key]) => [`HS256 keyed with ${what}`, under(base, {}, key)])
}

/** A part of the secret, its spellings, and what is found where a secret was forgotten. */
function weakKeys(base: Base): Titled[] {
  const { secret, kid, accessToken, claims } = base
  const bytes = Buffer.from(secret)
  const keys: [string, string | Uint8Array][] = [
    ...['secret', 'changeme', 'your-256-bit-secret', 'undefined', 'null', '[object Object]', 'HS256', ATTACKER].map(
      (text): [string, string] => [JSON.stringify(text), text],
    ),
    // The same as 32 zero bytes: HMAC fills a key up with them.
    ['nothing', ''],
    ['32 bytes of ones', new Uint8Array(32).fill(255)],
    ['its own kid', kid],
    ['the token', accessToken],
    ['the issuer', claims.iss],
    ['the account', claims.sub],
    ['the first half of the secret', secret.subarray(0, 16)],
    ['the second half of the secret', secret.subarray(16)],
    ['the secret backwards', Uint8Array.from(bytes).reverse()],
    ['the text of the secret, not its bytes', encode(secret)],
    ['the secret in hexadecimal', bytes.toString('hex')],
    ['the hash of the secret', createHash('sha256').update(secret).digest()],
  ]
  return keys.map(([what, key]) => [`HS256 keyed with ${what}`, under(base, {}, key)])
}

function otherTypes(base: Base): Titled[] {
  const values = [
    'null',
    '1',
    '0',
    'true',
    'false',
    '[]',
    '["HS256"]',
    '{}',
    '{"toString":"HS256"}',
    '["none","HS256"]',
  ]
  return [
    ...values.map((alg): Titled => [`of another type: ${alg}`, under(base, { alg })]),
    ['missing', under(base, { alg: undefined })],
    ['under another name', under(base, { alg: undefined, Alg: '"HS256"' })],
    ['given twice, the last is none', under(base, { alg: '"HS256","alg":"none"' })],
    ['given twice, the last is of another type', under(base, { alg: '"HS256","alg":null' })],
  ]
}
