import { AsyncLocalStorage } from 'node:async_hooks'
import type { AuthStore, Denylist } from '../auth/index.ts'

/** One call of the engine to one of its stores. Times in milliseconds of `performance.now()`. */
export interface Call {
  readonly port: 'denylist' | 'database'
  readonly method: string
  readonly startedAt: number
  readonly endedAt: number
}

/** What an observed piece of work did: how it ended, when, and which calls it made. */
export interface Observed<Value> {
  readonly outcome: { ok: true; value: Value } | { ok: false; error: unknown }
  readonly startedAt: number
  readonly endedAt: number
  readonly calls: readonly Call[]
}

/** Ports that write down each call made through them, for whoever observes it. The engine does not know that it is watched. */
export function createProbe(ports: { store: AuthStore }) {
  const observing = new AsyncLocalStorage<Call[]>()

  function watched<Port extends object>(port: Port, name: Call['port']): Port {
    return new Proxy(port, {
      get(target, key) {
        const method: unknown = Reflect.get(target, key)
        if (typeof method !== 'function') return method
        return async (...args: unknown[]) => {
          const startedAt = performance.now()
          try {
            return await method.apply(target, args)
          } finally {
            observing.getStore()?.push({ port: name, method: String(key), startedAt, endedAt: performance.now() })
          }
        }
      },
    })
  }

  return {
    store: watched(ports.store, 'database'),
    watchDenylist: (denylist: Denylist) => watched(denylist, 'denylist'),
    async observe<Value>(work: () => Promise<Value>): Promise<Observed<Value>> {
      const calls: Call[] = []
      const startedAt = performance.now()
      const outcome = await observing.run(calls, work).then(
        (value) => ({ ok: true as const, value }),
        (error: unknown) => ({ ok: false as const, error }),
      )
      return { outcome, startedAt, endedAt: performance.now(), calls }
    },
  }
}

export type Probe = ReturnType<typeof createProbe>

/** When the transaction of a verb was committed: the end of its last call that locks. Undefined: it wrote nothing. */
export function committedAt({ calls }: Pick<Observed<unknown>, 'calls'>): number | undefined {
  return calls.findLast(({ method }) => method === 'withSession' || method === 'withAccount')?.endedAt
}
