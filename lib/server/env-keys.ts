import { z } from 'zod'
import type { Ed25519Jwk } from '../auth/index.ts'
import { isStrong } from './strong-secret.ts'

/** The keys, newest first, decoded. All of it is secret. */
export interface KeyEnv {
  signingSecrets: Uint8Array<ArrayBuffer>[]
  /** When there are any, the first that may sign does; `signingSecrets` still verify. */
  signingKeys: Ed25519Jwk[]
  peppers: Uint8Array<ArrayBuffer>[]
}

const secrets = z
  .string('is missing')
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((parts) => parts.every(isStrong), 'each must be base64url of at least 32 random bytes')
  .transform((parts) => parts.map((part) => Uint8Array.from(Buffer.from(part, 'base64url'))))

/** 32 bytes, in their one spelling. */
const half = z.string().refine((text) => text.length === 43 && isStrong(text))
/** No `kid`: it is the key's thumbprint (RFC 7638). No other kind of key beside these: a secret in the set would be published one day. */
const pair = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: half,
  d: half,
  alg: z.literal('EdDSA').optional(),
  use: z.literal('sig').optional(),
  key_ops: z.array(z.enum(['sign', 'verify'])).optional(),
})
const NO_SET = 'must be a JWK set of Ed25519 pairs with kty, crv, x and d, and without kid'
const jwkSet = z
  .string()
  .transform((text, context) => {
    const parsed = z.strictObject({ keys: z.array(pair).min(1) }).safeParse(parseJson(text))
    if (parsed.success) return parsed.data.keys
    context.addIssue(NO_SET)
    return z.NEVER
  })
  .optional()

const schema = z.object({ AUTH_SECRETS: secrets.optional(), SIGNING_KEYS: jwkSet, REFRESH_PEPPERS: secrets })
export const keyNames = ['AUTH_SECRETS', 'SIGNING_KEYS', 'REFRESH_PEPPERS'] as const

/** Adds what is wrong to `problems`: names and rules, never a value. What it returns is whole if it added nothing. */
export function readKeys(variables: Record<string, string | undefined>, problems: string[]): KeyEnv {
  const given = Object.fromEntries(keyNames.map((name) => [name, variables[name] || undefined]))
  if (!given.AUTH_SECRETS && !given.SIGNING_KEYS) problems.push('AUTH_SECRETS is missing')
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    problems.push(...parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`))
    return { signingSecrets: [], signingKeys: [], peppers: [] }
  }
  const { AUTH_SECRETS: signingSecrets = [], SIGNING_KEYS: signingKeys = [], REFRESH_PEPPERS: peppers } = parsed.data
  // One key, one purpose: what signs is no pepper, whatever variable it stands in.
  const keys = { signingSecrets, signingKeys, peppers }
  const all = spellingsOf(keys)
  if (new Set(all).size < all.length)
    problems.push('AUTH_SECRETS, SIGNING_KEYS and REFRESH_PEPPERS must not share a key')
  return keys
}

/** What is secret in each, as base64url. */
export const spellingsOf = ({ signingSecrets, signingKeys, peppers }: KeyEnv): string[] => [
  ...[...signingSecrets, ...peppers].map(spelled),
  ...signingKeys.map(({ d }) => d),
]

const spelled = (secret: Uint8Array) => Buffer.from(secret).toString('base64url')

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
