import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { type ClientCredentials, type ClientForm, readClientCredentials } from '../http/client-credentials.ts'
import { type KeyEnv, spellingsOf } from './env-keys.ts'
import { isStrong } from './strong-secret.ts'

/** A program that may introspect, as SHA-256 of name and secret: 256 random bits cannot be searched. */
export type IntrospectionClients = readonly Buffer[]

/** A name and a secret. The letters of names are unreserved in a URL, so that no encoding of one is another. */
const CLIENT = /^([A-Za-z0-9._~-]{1,64}):(.+)$/

export const introspectionVariables = {
  INTROSPECTION_CLIENTS: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine(
      (parts) => parts.every((part) => isStrong(split(part).secret)),
      'must be NAME:SECRET, each secret base64url of at least 32 random bytes',
    )
    .default([]),
}

/** Adds what contradicts itself to `problems`: names and rules, never a value. One name may have two secrets, while one is replaced. */
export function readIntrospectionClients(given: string[], keys: KeyEnv, problems: string[]): IntrospectionClients {
  const credentials = given.map(split)
  const secrets = credentials.map(({ secret }) => secret)
  const taken = spellingsOf(keys)
  if (secrets.some((secret) => taken.includes(secret)))
    problems.push('INTROSPECTION_CLIENTS must not share a secret with AUTH_SECRETS, SIGNING_KEYS or REFRESH_PEPPERS')
  if (new Set(secrets).size < secrets.length)
    problems.push('INTROSPECTION_CLIENTS must not give two clients the same secret')
  return credentials.map(digestOf)
}

/** Null: the request shows the secret of a client. Its time tells neither which names there are nor how much of a secret was right. */
export function refusalOfClient(
  clients: IntrospectionClients,
  headers: Headers,
  form: ClientForm,
): 'invalid_request' | 'invalid_client' | null {
  const presented = readClientCredentials(headers, form)
  if (presented === 'ambiguous') return 'invalid_request'
  if (!presented) return 'invalid_client'
  const digest = digestOf(presented)
  const known = clients.filter((one) => timingSafeEqual(one, digest))
  return known.length > 0 ? null : 'invalid_client'
}

const digestOf = ({ id, secret }: ClientCredentials): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([id, secret]))
    .digest()

function split(text: string): ClientCredentials {
  const [, id = '', secret = ''] = CLIENT.exec(text) ?? []
  return { id, secret }
}
