import { createHmac, randomBytes } from 'node:crypto'
import {
  type Auth,
  type AuthDeps,
  type AuthStore,
  type Clock,
  createAuth,
  createMemoryDenylist,
  createMemoryStore,
  type Denylist,
  type IssuedTokens,
  importPeppers,
  importSigningKeys,
  type PasswordHasher,
  type Strategy,
  strategiesFor,
} from './index.ts'

/** A clock that only a test moves. */
export type TestClock = Clock & { advance(seconds: number): void }

/** Begins at a whole second of 2027 unless told. */
export function createTestClock(start = 1_800_000_000): TestClock {
  let time = start
  const advance = (seconds: number) => {
    time += seconds
  }
  return Object.assign(() => time, { advance })
}

/** Hashes nothing: what is tested is when the engine asks, not how it is answered. */
export const plainPasswords: PasswordHasher = {
  hash: async (password) => `plain:${password}`,
  verify: async (hash, password) => hash.slice(hash.indexOf(':') + 1) === password,
  isOutdated: (hash) => hash.startsWith('old:'),
  isCommon: (password) => password === 'password1',
  decoy: 'decoy',
}

/** Seconds. */
export const LIFETIMES = { access: 300, longAccess: 3600, refreshIdle: 1_209_600, refreshMax: 7_776_000 }
export const LEEWAY = 10
export const PASSWORD = 'correct horse battery'

export interface TestAuth {
  auth: Auth
  clock: TestClock
  deps: AuthDeps
  /** What went wrong below an AuthError, by event. */
  reports: string[]
}

/** The engine through its public door, on memory drivers unless told. */
export async function openTestAuth(overrides: Partial<AuthDeps> = {}, clock = createTestClock()): Promise<TestAuth> {
  const reports: string[] = []
  const deps: AuthDeps = {
    keys: await importSigningKeys([Uint8Array.from(randomBytes(32))]),
    peppers: importPeppers([randomBytes(32)]),
    strategies: strategiesFor(LIFETIMES),
    issuer: 'https://app.test',
    audience: 'https://app.test',
    leeway: LEEWAY,
    now: clock,
    store: createMemoryStore(clock),
    denylist: createMemoryDenylist(clock),
    passwords: plainPasswords,
    verified: new Map(),
    notify: () => {},
    defer: (work) => void work(),
    report: (event) => reports.push(event),
    ...overrides,
  }
  return { auth: createAuth(deps), clock, deps, reports }
}

export function credentials(strategy: Strategy = 'combined', email = 'mina@example.org') {
  return { email, password: PASSWORD, strategy, device: 'Firefox on Linux' }
}

/** The code of the AuthError that it throws; anything else fails the test. */
export async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    (value) => new Error(`expected a refusal, got ${JSON.stringify(value)}`),
    (error) => error,
  )
  if (!('code' in error)) throw error
  return error.code
}

export const encodePart = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** What a token says, unverified. */
export const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())

/** A JWT of any header and claims, as no honest issuer would make it: text is taken as it is, for what JSON.stringify cannot say. */
export function forgeToken(header: unknown, claims: unknown, key: Uint8Array | string, hash = 'sha256'): string {
  const input = `${encodePart(header)}.${encodePart(claims)}`
  return `${input}.${createHmac(hash, key).update(input).digest('base64url')}`
}

/** A small generator with a seed (mulberry32), so that a failure can be run again. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The cookies of one browser. Its tabs share them; a thief has a copy (`openBrowser(auth, browser.jar)`). */
export function openBrowser(auth: Auth, { accessToken, refreshToken, holder }: Omit<IssuedTokens, 'session'>) {
  const jar = { accessToken, refreshToken, holder }
  const receive = (tokens: IssuedTokens | null) => {
    if (!tokens) return
    jar.accessToken = tokens.accessToken
    jar.refreshToken = tokens.refreshToken
    jar.holder = tokens.holder
  }
  /** Presents what the jar holds now; the reply is still on its way. */
  const send = () => auth.refresh({ ...jar })
  return {
    jar,
    send,
    receive,
    async refresh() {
      const answer = await send()
      receive(answer.tokens)
      return answer
    },
    use: () => auth.authenticate(jar.accessToken),
  }
}

/** A fresh engine with one browser logged in. */
export async function openTestSession(strategy: 'combined' | 'rotation' = 'combined') {
  const engine = await openTestAuth()
  const login = await engine.auth.register(credentials(strategy))
  const browser = openBrowser(engine.auth, login)
  const sessionId = login.session.id
  return {
    ...engine,
    browser,
    sessionId,
    row: async () => (await engine.deps.store.findSession(sessionId))!,
    advance: engine.clock.advance,
    /** Renews and uses the new pair, as a page does at its next request. */
    async renewAndUse() {
      engine.clock.advance(LIFETIMES.access)
      await browser.refresh()
      await browser.use()
    },
  }
}

export const DENYLIST_METHODS = ['find', 'deny']
export const STORE_METHODS = [
  ...[
    'createAccount',
    'findAccount',
    'findAccountByEmail',
    'findSession',
    'listSessions',
    'withSession',
    'withAccount',
  ],
  ...['recordActivity', 'listActivity', 'findDenied', 'listPendingDenials', 'settleDenials', 'listDenials', 'prune'],
  ...['findEra', 'beginEra'],
]

/** An engine with an account, whose drivers refuse every method named in `broken`, with a secret in the error. */
export async function openBreakableAuth() {
  const broken = new Set<string>()
  function breakable<Port extends AuthStore | Denylist>(port: Port): Port {
    const refuse = async (name: string) => {
      throw new Error(`${name} of a secret: ${PASSWORD}`)
    }
    return new Proxy(port, {
      get: (target, name: string) => (broken.has(name) ? () => refuse(name) : Reflect.get(target, name)),
    })
  }
  const clock = createTestClock()
  const drivers = { store: breakable(createMemoryStore(clock)), denylist: breakable(createMemoryDenylist(clock)) }
  const engine = await openTestAuth(drivers, clock)
  await engine.auth.register(credentials())
  return { ...engine, broken }
}
