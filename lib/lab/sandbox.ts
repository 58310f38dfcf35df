import { createHmac } from 'node:crypto'
import {
  type Auth,
  type AuthDeps,
  createAuth,
  importPeppers,
  importSigningKeys,
  type Strategies,
  strategiesFor,
} from '../auth/index.ts'
import type { Settings } from '../http/lab-schemas.ts'
import { unplugged, withoutFallback } from './outage.ts'
import { createProbe, type Probe } from './probe.ts'
import { isUnplugged } from './run/lives.ts'

/** The only audience that the lab's tokens are good for. */
export const LAB_AUDIENCE = 'lab'

export interface SandboxDeps extends Pick<AuthDeps, 'store' | 'denylist' | 'passwords' | 'issuer' | 'now' | 'report'> {
  signingSecrets: readonly Uint8Array[]
  peppers: readonly Uint8Array[]
}

export interface Sandbox {
  probe: Probe
  /** The engine with a run's lifetimes, and what it reads them from. */
  engineFor(settings: Settings): { auth: Auth; strategies: Strategies }
  /** The `n`th password of a run's guest: nobody types it, so nobody needs to remember it. */
  passwordOf(runId: string, n: number): string
}

/**
 * The product's engine on the product's stores, with an audience and keys of its own: whatever the lab signs is refused
 * everywhere else, and the reverse, already by the key.
 */
export async function createSandbox(deps: SandboxDeps): Promise<Sandbox> {
  const secrets = deps.signingSecrets.map((secret) => derive(secret, 'lab signing'))
  const keys = await importSigningKeys(secrets)
  const peppers = importPeppers(deps.peppers.map((pepper) => derive(pepper, 'lab pepper')))
  const probe = createProbe(deps)

  return {
    probe,
    engineFor({ access, longAccess, refresh, leeway, outage }) {
      const strategies = strategiesFor({ access, longAccess, refreshIdle: refresh, refreshMax: refresh })
      const auth = createAuth({
        ...deps,
        store: withoutFallback(probe.store, outage),
        denylist: probe.watchDenylist(unplugged(deps.denylist, outage)),
        keys,
        peppers,
        strategies,
        leeway,
        // A plug that was pulled on purpose is no event of the product's.
        report: isUnplugged({ outage }) ? () => {} : deps.report,
        audience: LAB_AUDIENCE,
        // The labs show how long each check took: a signature that was only remembered would be shown as one checked in no time.
        verified: undefined,
        notify: () => {},
        defer: (work) => void work().catch(() => {}),
      })
      return { auth, strategies }
    },
    passwordOf: (runId, n) => createHmac('sha256', secrets[0]!).update(`${runId} ${n}`).digest('base64url'),
  }
}

/** One secret for each purpose (RFC 5869 would add an extraction step that 32 random bytes do not need). */
function derive(secret: Uint8Array, purpose: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHmac('sha256', secret).update(purpose).digest())
}
