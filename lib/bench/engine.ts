import type { AuthDeps, Clock } from '../auth/index.ts'
import { openTestAuth } from '../auth/testing.ts'
import type { Drivers } from './drivers.ts'

export const now: Clock = () => Date.now() / 1000
export const ISSUER = 'https://app.test'
export const PASSWORD = 'correct horse battery'

/** The engine as the product composes it, on these drivers, with one account logged in. Passwords are plain unless given. */
export async function openEngine({ store, denylist }: Drivers, more: Partial<AuthDeps> = {}) {
  const { auth, deps } = await openTestAuth({ store, denylist, now, verified: undefined, ...more })
  const credentials = {
    email: `${crypto.randomUUID()}@example.org`,
    password: PASSWORD,
    strategy: 'combined' as const,
    device: 'Bench',
  }
  const login = await auth.register(credentials)
  return { auth, deps, credentials, login }
}
