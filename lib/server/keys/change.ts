import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { type Ed25519Jwk, importPeppers, importSigningKeys, maySign } from '../../auth/index.ts'
import type { KeyEnv } from '../env-keys.ts'

export type Variable = 'AUTH_SECRETS' | 'SIGNING_KEYS' | 'REFRESH_PEPPERS'

/** One key as it may be shown: never the key itself. */
export interface Listed {
  readonly id: string
  readonly variable: Variable
  /** `first`: what is issued now is under it. `known`: it verifies. */
  readonly use: 'first' | 'known'
}

/** Without the hyphens that an id may begin with: npm would take it for an option of its own. */
export const shownId = (id: string): string => id.replace(/^-+/, '')

export async function list(keys: KeyEnv): Promise<Listed[]> {
  const signing = await importSigningKeys([...keys.signingKeys, ...keys.signingSecrets])
  return [
    ...[...signing.byId].map(
      ([id, { alg }]): Listed => ({
        id: shownId(id),
        variable: alg === 'EdDSA' ? 'SIGNING_KEYS' : 'AUTH_SECRETS',
        use: id === signing.current.kid ? 'first' : 'known',
      }),
    ),
    ...importPeppers(keys.peppers).map(
      ({ id }, i): Listed => ({
        id: id.toString('hex'),
        variable: 'REFRESH_PEPPERS',
        use: i === 0 ? 'first' : 'known',
      }),
    ),
  ]
}

/** A new key of the kind that signs, and a new pepper, in front of the others. */
export function rotate(keys: KeyEnv, eddsa = keys.signingKeys.length > 0): KeyEnv {
  const peppers = [newSecret(), ...keys.peppers]
  return eddsa
    ? { ...keys, peppers, signingKeys: [newPair(), ...keys.signingKeys] }
    : { ...keys, peppers, signingSecrets: [newSecret(), ...keys.signingSecrets] }
}

/** The same, known and used for nothing yet: what one machine signs, the others must verify. `promote` begins to use them. */
export function add(keys: KeyEnv, eddsa = keys.signingKeys.length > 0): KeyEnv {
  const peppers = [...keys.peppers, newSecret()]
  return eddsa
    ? { ...keys, peppers, signingKeys: [...keys.signingKeys, { ...newPair(), key_ops: ['verify'] }] }
    : { ...keys, peppers, signingSecrets: [...keys.signingSecrets, newSecret()] }
}

/** Puts the key of that id in front of its kind; null: there is none. */
export async function promote(keys: KeyEnv, id: string): Promise<KeyEnv | null> {
  const found = await find(keys, id)
  if (!found) return null
  const { signingKeys, signingSecrets, peppers } = found.others
  const { pair, secret, pepper } = found
  return {
    signingKeys: pair ? [{ ...pair, key_ops: undefined }, ...signingKeys] : signingKeys,
    signingSecrets: secret ? [secret, ...signingSecrets] : signingSecrets,
    peppers: pepper ? [pepper, ...peppers] : peppers,
  }
}

/** Takes the key of that id away. If nothing of its kind would be left to issue with, a new one is made. Null: there is none. */
export async function retire(keys: KeyEnv, id: string): Promise<KeyEnv | null> {
  const others = (await find(keys, id))?.others
  if (!others) return null
  const lostItsPair = keys.signingKeys.some(maySign) && !others.signingKeys.some(maySign)
  const signingKeys = lostItsPair ? [newPair(), ...others.signingKeys] : others.signingKeys
  const nothingSigns = others.signingSecrets.length === 0 && !signingKeys.some(maySign)
  return {
    signingKeys,
    signingSecrets: nothingSigns ? [newSecret()] : others.signingSecrets,
    peppers: others.peppers.length > 0 ? others.peppers : [newSecret()],
  }
}

async function find(keys: KeyEnv, id: string) {
  const ids = (await list(keys)).map((one) => one.id)
  const at = ids.indexOf(shownId(id))
  if (at < 0) return null
  const { signingKeys, signingSecrets, peppers } = keys
  // As `list` has them: pairs, secrets, peppers.
  const pair = signingKeys[at]
  const secret = signingSecrets[at - signingKeys.length]
  const pepper = peppers[at - signingKeys.length - signingSecrets.length]
  const others: KeyEnv = {
    signingKeys: signingKeys.filter((one) => one !== pair),
    signingSecrets: signingSecrets.filter((one) => one !== secret),
    peppers: peppers.filter((one) => one !== pepper),
  }
  return { pair, secret, pepper, others }
}

const newSecret = () => Uint8Array.from(randomBytes(32))

function newPair(): Ed25519Jwk {
  const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  return { kty: 'OKP', crv: 'Ed25519', x: x!, d: d! }
}
