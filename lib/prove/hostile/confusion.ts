import { type Base, claimsText, headerText, inGroup, inputOf, sign, signByPair, type Titled } from './base.ts'
import { der, ed, jwkOf, pem, signedByStranger } from './keys.ts'

/** A verifier that holds a secret and a pair: each key is for its own algorithm, whatever a token says (CVE-2015-9235, CVE-2016-10555). */
export function confusionTokens(base: Base) {
  const { pair } = base
  if (!pair) return []
  const naming = (alg: string, kid: string) =>
    inputOf(headerText(base, { alg: JSON.stringify(alg), kid: JSON.stringify(kid) }), claimsText(base))
  const x = Buffer.from(JSON.parse(jwkOf(pair.publicKey)).x, 'base64url')
  const published: [string, string | Uint8Array][] = [
    ['its public bytes', x],
    ['its public bytes as text', x.toString('base64url')],
    ['its public half as PEM', pem(pair.publicKey)],
    ['its public half as DER', der(pair.publicKey)],
    ['its public half as a JWK', jwkOf(pair.publicKey)],
    ['its kid', pair.kid],
    ['the real secret', base.secret],
    ['nothing', ''],
  ]
  const names = ['EdDSA ', 'eddsa', 'EDDSA', 'Ed25519', 'ed25519', 'Ed448', 'ES256', 'ES256K', 'none', 'HS256', 'HS512']
  const cases: Titled[] = [
    ...published.map(
      ([what, key]): Titled => [`HS256 naming the pair, keyed with ${what}`, sign(naming('HS256', pair.kid), key)],
    ),
    ...published
      .slice(0, 6)
      .map(
        ([what, key]): Titled => [
          `HS256 naming the secret, keyed with ${what} of the pair`,
          sign(naming('HS256', base.kid), key),
        ],
      ),
    ...names.map(
      (alg): Titled => [
        `${JSON.stringify(alg)} over a good signature by the pair`,
        signByPair(naming(alg, pair.kid), pair.privateKey),
      ],
    ),
    ['EdDSA by the pair, naming the secret', signByPair(naming('EdDSA', base.kid), pair.privateKey)],
    ['EdDSA naming the pair, by a stranger', signedByStranger('EdDSA', naming('EdDSA', pair.kid))],
    ['EdDSA naming the pair, with an HMAC by the real secret', sign(naming('EdDSA', pair.kid), base.secret)],
    ['EdDSA naming the pair, with an HMAC keyed with its public bytes', sign(naming('EdDSA', pair.kid), x)],
    ['EdDSA naming a key that nobody has', signByPair(naming('EdDSA', jwkOf(ed.publicKey)), pair.privateKey)],
    ['EdDSA naming the pair, with a signature of zeros', `${naming('EdDSA', pair.kid)}.${'A'.repeat(86)}`],
  ]
  return inGroup('alg', cases)
}
