import { constants, generateKeyPairSync, type KeyObject, sign as signWith } from 'node:crypto'

/** A stranger's keys of every family that JWTs are signed with. */
export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const ed = generateKeyPairSync('ed25519')

/** A stranger's HMAC key. */
export const ATTACKER = 'attacker attacker attacker attacker'
export const attackerJwk = { kty: 'oct', k: Buffer.from(ATTACKER).toString('base64url') }

export const pem = (key: KeyObject, type: 'spki' | 'pkcs1' = 'spki') => key.export({ type, format: 'pem' }).toString()
export const der = (key: KeyObject) => key.export({ type: 'spki', format: 'der' })
export const jwkOf = (key: KeyObject) => JSON.stringify(key.export({ format: 'jwk' }))

/** The salt is as long as the hash (RFC 7518, section 3.5). */
const pss = (saltLength: number) => ({ key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength })

const signers: Record<string, (input: Buffer) => Buffer> = {
  RS256: (input) => signWith('sha256', input, rsa.privateKey),
  RS384: (input) => signWith('sha384', input, rsa.privateKey),
  RS512: (input) => signWith('sha512', input, rsa.privateKey),
  PS256: (input) => signWith('sha256', input, pss(32)),
  PS512: (input) => signWith('sha512', input, pss(64)),
  ES256: (input) => signWith('sha256', input, { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }),
  EdDSA: (input) => signWith(null, input, ed.privateKey),
}

export const strangers = Object.keys(signers)
/** A signature that verifies under the stranger's public key. */
export const signedByStranger = (alg: string, input: string) =>
  `${input}.${signers[alg]!(Buffer.from(input)).toString('base64url')}`
