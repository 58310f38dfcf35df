import { z } from 'zod'

/** Where revocations are asked for. `url` and `token` are secrets. */
export type DenylistEnv =
  | { kind: 'database' }
  | { kind: 'memory' }
  /** `replica`: this process holds a copy, leased (decision 021). */
  | { kind: 'redis'; url: string; replica: boolean; prefix: string }
  | { kind: 'upstash'; url: string; token: string; prefix: string }

export const denylistVariables = {
  DENYLIST_URL: z
    .string()
    .refine(
      (text) => text === 'memory:' || isRedis(text),
      'must be redis://host:port or rediss://host:port, memory: (tests), or left out: the database is the denylist',
    )
    .optional(),
  UPSTASH_REDIS_REST_URL: z.string().refine(isRest, 'must be the https address of the database at Upstash').optional(),
  UPSTASH_REDIS_REST_TOKEN: z.string().regex(/^\S+$/, 'must be one word').optional(),
  DENYLIST_REPLICA: z.enum(['on', 'off']).optional(),
  DENYLIST_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 of a-z, 0-9 and -')
    .default('logged-out'),
}

type Variables = z.infer<z.ZodObject<typeof denylistVariables>>

/** Adds what contradicts itself to `problems`: names and rules, never a value. */
export function readDenylist(vars: Variables, problems: string[]): DenylistEnv {
  const { DENYLIST_URL: given, UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = vars
  const prefix = vars.DENYLIST_PREFIX
  const isUpstash = url !== undefined || token !== undefined
  if (isUpstash && given !== undefined)
    problems.push('DENYLIST_URL and UPSTASH_REDIS_REST_URL name two denylists: set one of them')
  if (isUpstash && url === undefined) problems.push('UPSTASH_REDIS_REST_URL is missing beside its token')
  if (isUpstash && token === undefined) problems.push('UPSTASH_REDIS_REST_TOKEN is missing beside its address')
  const isRedis = given !== undefined && given !== 'memory:'
  if (vars.DENYLIST_REPLICA === 'on' && !isRedis)
    problems.push('DENYLIST_REPLICA can be on only with a DENYLIST_URL that begins with redis')
  if (url !== undefined && token !== undefined) return { kind: 'upstash', url, token, prefix }
  if (given === 'memory:') return { kind: 'memory' }
  if (given !== undefined) return { kind: 'redis', url: given, replica: vars.DENYLIST_REPLICA !== 'off', prefix }
  return { kind: 'database' }
}

/** Not a query or a fragment: the client would leave them out without a word. */
function isRedis(text: string): boolean {
  if (!URL.canParse(text) || /[?#\s]/.test(text)) return false
  const { protocol, hostname, pathname, username, password } = new URL(text)
  return (
    /^rediss?:$/.test(protocol) && hostname !== '' && /^(\/\d{0,3})?$/.test(pathname) && decodes(username + password)
  )
}

/** https, or this machine. */
function isRest(text: string): boolean {
  if (!URL.canParse(text) || /[?#\s]/.test(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  const isHere = protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
  return (protocol === 'https:' || isHere) && username + password === ''
}

function decodes(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
