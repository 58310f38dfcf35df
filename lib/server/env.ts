import { BlockList, isIP } from 'node:net'
import { z } from 'zod'
import { type Lifetimes, LONGEST_ACCESS } from '../auth/index.ts'
import { type DenylistEnv, denylistVariables, readDenylist } from './env-denylist.ts'
import { type KeyEnv, keyNames, readKeys } from './env-keys.ts'
import { type IntrospectionClients, introspectionVariables, readIntrospectionClients } from './introspection-clients.ts'
import type { Limit } from './ports.ts'

/** The configuration, read once. Lifetimes, leeway and durations in seconds. */
export interface Env extends KeyEnv {
  port: number
  /** Undefined: every interface. */
  listenAddress: string | undefined
  /** Where this process answers itself: the lab's attacker sends its requests there and nowhere else. */
  selfOrigin: string
  /** The only origin that state-changing requests may come from. */
  appOrigin: string
  databaseUrl: string
  denylist: DenylistEnv
  lifetimes: Lifetimes
  leeway: number
  limits: { account: Limit; address: Limit; global: Limit | null }
  /** Seconds that a row of the audit trail is kept. */
  auditRetention: number
  labs: boolean
  /** Where the source can be read, without a slash at the end. Null: no link is shown. */
  repoUrl: string | null
  /** Who may introspect; empty: nobody. */
  introspectionClients: IntrospectionClients
  /** What a scraper of /metrics sends. Null: there are no metrics. */
  metricsToken: string | null
  /** Addresses and subnets whose X-Forwarded-For is believed. */
  trustedProxies: string[]
}

/** Every problem at once; holds names and rules, never a value. */
export class EnvError extends Error {
  override name = 'EnvError'
  readonly problems: string[]
  constructor(problems: string[]) {
    super(['The configuration cannot be used:', ...problems.map((problem) => `  - ${problem}`)].join('\n'))
    this.problems = problems
  }
}

const seconds = (fallback: number, max: number) => z.coerce.number().int().min(1).max(max).default(fallback)
const limit = z
  .string()
  .regex(/^[1-9]\d*\/[1-9]\d*$/, 'must be FAILURES/SECONDS, such as 10/600')
  .transform((text): Limit => {
    const [points, duration] = text.split('/').map(Number)
    return { points: points!, duration: duration! }
  })
const schema = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  LISTEN_ADDRESS: z.string().optional(),
  APP_ORIGIN: z.string().refine(isOrigin, 'must be an origin, such as https://example.org, without a path').optional(),
  DATABASE_URL: z.string().refine(isDatabase, 'must start with file: or postgres://').default('file:./data/app.db'),
  ...denylistVariables,
  KEYS_FILE: z.string().optional(),
  // An access token that lives longer makes the exposure of `rotation` longer than anybody would accept.
  ACCESS_TTL: seconds(300, 900),
  LONG_ACCESS_TTL: seconds(3600, LONGEST_ACCESS),
  REFRESH_IDLE_TTL: seconds(1_209_600, 31_536_000),
  REFRESH_MAX_TTL: seconds(7_776_000, 31_536_000),
  ROTATION_LEEWAY: z.coerce.number().min(0).max(60).default(10),
  LOGIN_LIMIT_ACCOUNT: limit.default({ points: 10, duration: 600 }),
  LOGIN_LIMIT_ADDRESS: limit.default({ points: 100, duration: 600 }),
  LOGIN_LIMIT_GLOBAL: limit.optional(),
  // Shorter, and what happened is gone before anybody looks.
  AUDIT_RETENTION: z.coerce.number().int().min(604_800).max(315_360_000).default(7_776_000),
  ...introspectionVariables,
  LABS: z.enum(['on', 'off']).optional(),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'must be at least 16 printable characters')
    .optional(),
  REPO_URL: z
    .string()
    .refine(isRepository, 'must be the https address of the repository, such as https://github.com/owner/name')
    .optional(),
  TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine((parts) => parts.every(isSubnet), 'must be addresses or subnets, such as 10.0.0.1, 10.0.0.0/8')
    .default([]),
})

/** Names of everything read here, for `.env.example` and its test. */
export const envNames = [...Object.keys(schema.shape), ...keyNames]

/** Throws EnvError. Empty variables count as absent. */
export function readEnv(variables: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  const problems = parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
  const keys = readKeys(given, problems)
  if (!parsed.success) throw new EnvError(problems)
  const vars = parsed.data
  const appOrigin = vars.APP_ORIGIN ?? defaultOrigin(vars.PORT)
  const denylist = readDenylist(vars, problems)
  const introspectionClients = readIntrospectionClients(vars.INTROSPECTION_CLIENTS, keys, problems)
  if (vars.ROTATION_LEEWAY > vars.ACCESS_TTL / 2) problems.push('ROTATION_LEEWAY may be at most half of ACCESS_TTL')
  if (vars.REFRESH_IDLE_TTL > vars.REFRESH_MAX_TTL) problems.push('REFRESH_IDLE_TTL may not exceed REFRESH_MAX_TTL')
  if (vars.REFRESH_IDLE_TTL < vars.ACCESS_TTL) problems.push('REFRESH_IDLE_TTL may not be shorter than ACCESS_TTL')
  if (!appOrigin.startsWith('https:') && !isLoopback(appOrigin))
    problems.push('APP_ORIGIN must be https, or a loopback address')
  if (problems.length > 0) throw new EnvError(problems)
  // A product for this machine is not offered to its neighbours.
  const listenAddress =
    vars.LISTEN_ADDRESS ?? (isLoopback(appOrigin) ? new URL(appOrigin).hostname.replace(/^\[|\]$/g, '') : undefined)
  return {
    port: vars.PORT,
    listenAddress,
    selfOrigin: selfOriginOf(listenAddress, vars.PORT),
    appOrigin,
    databaseUrl: vars.DATABASE_URL,
    denylist,
    ...keys,
    lifetimes: {
      access: vars.ACCESS_TTL,
      longAccess: vars.LONG_ACCESS_TTL,
      refreshIdle: vars.REFRESH_IDLE_TTL,
      refreshMax: vars.REFRESH_MAX_TTL,
    },
    leeway: vars.ROTATION_LEEWAY,
    limits: {
      account: vars.LOGIN_LIMIT_ACCOUNT,
      address: vars.LOGIN_LIMIT_ADDRESS,
      global: vars.LOGIN_LIMIT_GLOBAL ?? null,
    },
    auditRetention: vars.AUDIT_RETENTION,
    labs: (vars.LABS ?? (isLoopback(appOrigin) ? 'on' : 'off')) === 'on',
    repoUrl: vars.REPO_URL ?? null,
    introspectionClients,
    metricsToken: vars.METRICS_TOKEN ?? null,
    trustedProxies: vars.TRUSTED_PROXIES,
  }
}

/** "Every interface" includes this machine's own. */
function selfOriginOf(address: string | undefined, port: number): string {
  const host = address === undefined || address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address
  return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`
}

export const defaultOrigin = (port: number | string): string => `http://localhost:${port}`

export function isLoopback(origin: string): boolean {
  const { hostname } = new URL(origin)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text)
}

/** The driver reads the rest; a URL that cannot be parsed would be quoted in its error, with the password. */
function isDatabase(text: string): boolean {
  return text.startsWith('file:') || (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text))
}

/** Without credentials, query or fragment: a path of a file is put after it. */
function isRepository(text: string): boolean {
  if (!URL.canParse(text) || /[?#]|\/$|\.git$/.test(text)) return false
  const { href, protocol, username, pathname } = new URL(text)
  return href === text && protocol === 'https:' && username === '' && pathname !== '/'
}

function isSubnet(text: string): boolean {
  const [address, prefix, ...rest] = text.split('/')
  const family = isIP(address!)
  if (family === 0 || rest.length > 0) return false
  if (prefix === undefined) return true
  try {
    new BlockList().addSubnet(address!, Number(prefix), family === 4 ? 'ipv4' : 'ipv6')
    return /^\d+$/.test(prefix)
  } catch {
    return false
  }
}
