import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, importJWK } from 'jose'

/**
 * HMAC with one shared secret (RFC 7518, section 3.2), or Ed25519 under its older name (RFC 8037, section 3.1), which more verifiers
 * know than the newer one (RFC 9864); the curve is fixed by the key.
 */
export type SigningAlgorithm = 'HS256' | 'EdDSA'

/** Each key is for one algorithm, whatever a token says (RFC 8725, section 3.1). */
export interface SigningKeys {
  readonly current: { readonly kid: string; readonly alg: SigningAlgorithm; readonly key: CryptoKey }
  /** A Map, so that a `kid` of `__proto__` finds nothing. */
  readonly byId: ReadonlyMap<string, { readonly alg: SigningAlgorithm; readonly key: CryptoKey }>
  /** What others may have: the public halves. A shared secret has none. */
  readonly published: readonly PublicJwk[]
}

/** RFC 8037, section 2. */
export interface Ed25519Jwk {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
  readonly d: string
  /** `['verify']`: known to this process, and not signed with yet (RFC 7517, section 4.3). */
  readonly key_ops?: readonly string[] | undefined
}

export type PublicJwk = Pick<Ed25519Jwk, 'kty' | 'crv' | 'x'> & { kid: string; use: 'sig'; alg: 'EdDSA' }

type Secret = Uint8Array<ArrayBuffer>

/** Newest first: the first that may sign signs, all verify. Throws TypeError for a secret under 32 bytes (RFC 7518, section 3.2). */
export async function importSigningKeys(material: readonly (Secret | Ed25519Jwk)[]): Promise<SigningKeys> {
  const imported = await Promise.all(
    material.map((one) => (one instanceof Uint8Array ? importSecret(one) : importPair(one))),
  )
  const current = imported.find(({ signs }) => signs)
  if (!current) throw new TypeError('At least one signing key is needed')
  if (new Set(imported.map(({ kid }) => kid)).size < imported.length)
    throw new TypeError('A signing key is given twice')
  return {
    current: { kid: current.kid, alg: current.alg, key: current.signing },
    byId: new Map(imported.map(({ kid, alg, verifying }) => [kid, { alg, key: verifying }])),
    published: imported.flatMap(({ published }) => published ?? []),
  }
}

async function importSecret(secret: Secret) {
  if (secret.length < 32) throw new TypeError('A signing secret needs at least 32 bytes')
  const kid = createHash('sha256').update('kid').update(secret).digest('base64url').slice(0, 12)
  const usages: KeyUsage[] = ['sign', 'verify']
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, usages)
  return { kid, alg: 'HS256' as const, signs: true, signing: key, verifying: key, published: null }
}

/** RFC 7517, section 4.3: what says nothing may do all. */
export const maySign = ({ key_ops }: Ed25519Jwk): boolean => key_ops?.includes('sign') ?? true

async function importPair(pair: Ed25519Jwk) {
  const { kty, crv, x, d } = pair
  const alg = 'EdDSA' as const
  const kid = await calculateJwkThumbprint({ kty, crv, x })
  // Halves that do not belong together are refused by WebCrypto.
  const [signing, verifying] = (await Promise.all([
    importJWK({ kty, crv, x, d, alg }),
    importJWK({ kty, crv, x, alg }),
  ])) as [CryptoKey, CryptoKey]
  const published: PublicJwk = { kty, crv, x, kid, use: 'sig', alg }
  return { kid, alg, signs: maySign(pair), signing, verifying, published }
}
