import type { TokenRules } from './access-token.ts'
import { AuthError } from './errors.ts'
import type { AuthStore, Clock, Denylist, PasswordHasher } from './ports.ts'
import type { Pepper } from './refresh-token.ts'

/** Everything the engine needs, given to it: it reads no environment, no clock and no global. */
export interface AuthDeps extends TokenRules {
  readonly store: AuthStore
  readonly denylist: Denylist
  readonly passwords: PasswordHasher
  readonly peppers: readonly Pepper[]
  /** Seconds in which a second request with the same refresh token is a retry and not a theft. */
  readonly leeway: number
  readonly now: Clock
  /** Called after a commit that wrote activity of this account: streams wake up. Must not throw. */
  readonly notify: (accountId: string) => void
  /** Called with what went wrong below an error that callers only see as a code. Must not throw. */
  readonly report: (event: string, cause: unknown) => void
}

/** The same store; whatever it throws becomes `store_unavailable`, and is reported once. */
export function reportingStore(store: AuthStore, report: AuthDeps['report']): AuthStore {
  const guard =
    (name: string, method: (...args: unknown[]) => Promise<unknown>) =>
    async (...args: unknown[]) => {
      try {
        return await method(...args)
      } catch (cause) {
        report(`store.${name}`, cause)
        throw new AuthError('store_unavailable', { cause })
      }
    }
  const methods = Object.entries(store).map(([name, method]) => [name, guard(name, method)])
  return Object.fromEntries(methods) as AuthStore
}
