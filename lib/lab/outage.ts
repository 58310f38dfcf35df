import { once } from 'node:events'
import { connect } from 'node:net'
import type { AuthStore, Denylist } from '../auth/index.ts'
import type { Settings } from '../http/lab-schemas.ts'

/** TCPMUX (RFC 1078): nobody runs it, so the connection is refused by the machine itself. */
const CLOSED_PORT = 1
/** Milliseconds, as long as the denylist's own deadline. */
const DEADLINE = 500

/** A store that is not there: a real connection, refused or timed out. Whatever should answer there is no denylist either. */
async function unreachable(): Promise<never> {
  const socket = connect(CLOSED_PORT, '127.0.0.1')
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(DEADLINE) })
  } finally {
    socket.destroy()
  }
  throw new Error('connected to a port that should be closed')
}

/** The denylist of a run whose plug is pulled. `open` is what some do, and what this engine must never do: it takes silence for "not revoked". */
export function unplugged(denylist: Denylist, outage: Settings['outage']): Denylist {
  if (outage !== 'fallback' && outage !== 'closed' && outage !== 'open') return denylist
  return {
    driver: denylist.driver,
    find: outage === 'open' ? () => unreachable().catch(() => null) : unreachable,
    deny: unreachable,
  }
}

/** `closed`: nobody is there to ask instead. The call is never made, so it is not one of those that the probe counts. */
export function withoutFallback(store: AuthStore, outage: Settings['outage']): AuthStore {
  if (outage !== 'closed') return store
  const findDenied = () => Promise.reject(new Error('the fallback is off in this run'))
  return new Proxy(store, {
    get: (target, key) => (key === 'findDenied' ? findDenied : Reflect.get(target, key)),
  })
}
