import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type { Origin } from './ports.ts'

// Next.js loads this module several times; only globalThis is one.
const KEY = Symbol.for('logged-out.origin')
const shared = globalThis as { [KEY]?: AsyncLocalStorage<Origin> }
shared[KEY] ??= new AsyncLocalStorage()
const storage = shared[KEY]

/** Runs `work`, and whatever it begins, as one request from `address`. */
export const withOrigin = <Result>(address: string, work: () => Result): Result =>
  storage.run({ address, requestId: randomUUID() }, work)

/** Null: no request is being answered. */
export const currentOrigin = (): Origin | null => storage.getStore() ?? null
