import type { TokenRules } from './access-token.ts'
import { AuthError } from './errors.ts'
import type { AuthStore, Clock, Denylist, PasswordHasher } from './ports.ts'
import type { Pepper } from './refresh-token.ts'
import type { VerifiedTokens } from './verified-tokens.ts'

/** Everything the engine needs, given to it: it reads no environment, no clock and no global. */
export interface AuthDeps extends TokenRules {
  readonly store: AuthStore
  readonly denylist: Denylist
  readonly passwords: PasswordHasher
  /** Left out: every signature is checked at every request. */
  readonly verified?: VerifiedTokens | undefined
  readonly peppers: readonly Pepper[]
  /** Seconds in which a second request with the same refresh token is a retry and not a theft. */
  readonly leeway: number
  readonly now: Clock
  /** Called after a commit that wrote activity of this account: streams wake up. Must not throw. */
  readonly notify: (accountId: string) => void
  /** Runs `work` after the answer is out: what only a known account causes must not make its answer slower. */
  readonly defer: (work: () => Promise<void>) => void
  /** Called with what went wrong below an error that callers only see as a code. Must not throw. */
  readonly report: (event: string, cause: unknown) => void
}

/** The same port; whatever its methods throw is reported once, as `store.find…`, and becomes `store_unavailable`. */
export function reporting<Port extends AuthStore | Denylist>(
  name: string,
  port: Port,
  report: AuthDeps['report'],
): Port {
  return new Proxy(port, {
    get(target, key) {
      const method: unknown = Reflect.get(target, key)
      if (typeof method !== 'function') return method
      return async (...args: unknown[]) => {
        try {
          return await method.apply(target, args)
        } catch (cause) {
          report(`${name}.${String(key)}`, cause)
          throw new AuthError('store_unavailable', { cause })
        }
      }
    },
  })
}
