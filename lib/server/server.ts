import { type Database, openDatabase, openDenylist, type RedisDenylist } from '../../db/open.ts'
import { type Auth, createAuth, createMemoryDenylist, strategiesFor } from '../auth/index.ts'
import { createLab, type Lab } from '../lab/index.ts'
import { type Attempts, createAttempts } from './attempts.ts'
import { type Audit, createAudit } from './audit.ts'
import { readBuild } from './build-info.ts'
import { type Env, readEnv } from './env.ts'
import { createHub, type Hub } from './hub.ts'
import { followingAuth } from './keys/following.ts'
import { followKeys, importKeys, type Keys, keysFileOf, variablesIn } from './keys/source.ts'
import { createReport } from './log.ts'
import { createMetrics, type Metrics, PENDING_COUNTED } from './metrics.ts'
import { currentOrigin } from './origin.ts'
import { createPasswordHasher } from './passwords.ts'
import { createRefusals, type Refusals } from './refusals.ts'
import { createVerifiedTokens } from './verified-tokens.ts'

/** Milliseconds, measured when asked. */
export interface StoreStatus {
  driver: string
  status: 'ok' | 'unavailable'
  milliseconds: number
}

export interface DenylistStatus extends StoreStatus {
  /** Null: it is in the database, or in this process alone. */
  state: ReturnType<RedisDenylist['state']> | null
}

export interface Server {
  readonly env: Env
  readonly auth: Auth
  /** Of this moment. Rejects with `store_unavailable` while their file cannot be used. */
  readonly keys: () => Promise<Keys>
  readonly audit: Audit
  readonly attempts: Attempts
  readonly hub: Hub
  readonly refusals: Refusals
  readonly metrics: Metrics
  readonly database: Database
  /** The denylist beside the database. Null: there is none. */
  readonly remote: RedisDenylist | null
  readonly now: () => number
  /** Null: LABS=off. */
  readonly lab: Lab | null
  status(): Promise<{ database: StoreStatus; denylist: DenylistStatus }>
}

/** Milliseconds: an answer is on its way by then. */
const DEFERRED = 200
const AUDIENCE = 'app'
const now = () => Date.now() / 1000

/** Variables, and the file that holds the keys where one does. Throws EnvError. */
export function readConfiguration(root: string, variables: Record<string, string | undefined>) {
  const keysFile = keysFileOf(root, variables)
  return { keysFile, env: readEnv(keysFile ? { ...variables, ...variablesIn(keysFile) } : variables) }
}

/** The composition root. `root`: the checkout, where relative paths and migrations are. Throws EnvError, or what the database says. */
export async function composeServer(root: string, variables: Record<string, string | undefined>): Promise<Server> {
  const { env, keysFile } = readConfiguration(root, variables)
  const given = await importKeys(env)
  const keys = keysFile ? followKeys(keysFile) : async () => given
  const external = env.denylist.kind !== 'database'
  const database = await openDatabase(env.databaseUrl, {
    now,
    outbox: external,
    root,
    audit: { retention: env.auditRetention, origin: currentOrigin },
  })
  const audit = createAudit(database.audit, now)
  const say = createReport()
  const report = (event: string, cause?: unknown) => {
    audit.noteOutage(event)
    say(event, cause)
  }
  const { denylist: place } = env
  const remote =
    place.kind === 'redis' || place.kind === 'upstash' ? await openDenylist(place, { ...database, report }) : null
  const denylist = remote ?? (place.kind === 'memory' ? createMemoryDenylist(now) : database.denylist)
  const hub = createHub()
  const passwords = await createPasswordHasher()
  const metrics = createMetrics(async () => {
    const { lease = null, entries = null } = remote?.state() ?? {}
    const pending = external ? await database.store.listPendingDenials(PENDING_COUNTED) : []
    return { lease, entries, pending: pending.length, unwritten: audit.unwritten() }
  })
  const verified = createVerifiedTokens()
  const engineOf = ({ signing, peppers }: Keys) =>
    createAuth({
      store: database.store,
      denylist,
      passwords,
      verified,
      keys: signing,
      peppers,
      strategies: strategiesFor(env.lifetimes),
      leeway: env.leeway,
      issuer: env.appOrigin,
      audience: AUDIENCE,
      now,
      notify: hub.wake,
      defer: (work) => setTimeout(() => work().catch(() => {}), DEFERRED).unref(),
      report,
    })
  const auth = metrics.observe(await followingAuth(keys, engineOf))
  const lab = env.labs
    ? await createLab({
        ...database,
        store: database.untold,
        denylist,
        passwords,
        issuer: env.appOrigin,
        now,
        report,
        signingSecrets: [...env.signingSecrets, ...env.signingKeys.map(({ d }) => Buffer.from(d, 'base64url'))],
        peppers: env.peppers,
        site: { selfOrigin: env.selfOrigin, appOrigin: env.appOrigin },
        build: readBuild(root),
        denylistDriver: denylist.driver,
      })
    : null
  if (place.kind === 'memory') await auth.rebuildDenylist()
  const status = async () => ({
    database: await measure(database.driver, () => database.store.findAccount('')),
    denylist: {
      ...(await measure(denylist.driver, () => denylist.find(['']))),
      state: remote?.state() ?? null,
    },
  })
  const refusals = createRefusals(database.store, hub, now)
  return {
    env,
    auth,
    keys,
    audit,
    attempts: createAttempts(database, { limits: env.limits, peppers: async () => (await keys()).peppers }),
    hub,
    refusals,
    metrics,
    database,
    remote,
    now,
    lab,
    status,
  }
}

async function measure(driver: string, ask: () => Promise<unknown>): Promise<StoreStatus> {
  const started = performance.now()
  const status = await ask().then(
    () => 'ok' as const,
    () => 'unavailable' as const,
  )
  return { driver, status, milliseconds: performance.now() - started }
}

// Next.js loads this module once for the proxy, once for routes and once for pages; only globalThis is one.
const KEY = Symbol.for('logged-out.server')
const shared = globalThis as { [KEY]?: Server }

/** Called once, by the start script, before anything is served. */
export async function startServer(root: string, variables: Record<string, string | undefined>): Promise<Server> {
  shared[KEY] ??= await composeServer(root, variables)
  return shared[KEY]
}

export function getServer(): Server {
  if (!shared[KEY]) throw new Error('Start the product with `npm start`: it opens the stores that every page needs')
  return shared[KEY]
}
