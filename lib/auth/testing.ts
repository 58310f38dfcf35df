import { randomBytes } from 'node:crypto'
import {
  type Auth,
  type AuthDeps,
  type Clock,
  createAuth,
  createMemoryDenylist,
  createMemoryStore,
  importPeppers,
  importSigningKeys,
  type PasswordHasher,
  type Strategy,
  strategiesFor,
} from './index.ts'

/** A clock that only a test moves. */
export type TestClock = Clock & { advance(seconds: number): void }

/** Begins at a whole second unless told, near the machine's own time: some drivers have a clock of their own. */
export function createTestClock(start = Math.floor(Date.now() / 1000)): TestClock {
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
    notify: () => {},
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
