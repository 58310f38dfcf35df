import { randomUUID } from 'node:crypto'
import type { Auth, AuthDeps, IssuedTokens, Principal, Strategy } from '../../auth/index.ts'
import { createAuth } from '../../auth/index.ts'
import { credentials, LEEWAY, LIFETIMES, openBrowser, openTestAuth, type TestClock } from '../../auth/testing.ts'

/** A person with two devices, before anything happens at once. */
export interface Scene {
  auth: Auth
  deps: AuthDeps
  clock: TestClock
  strategy: Strategy
  email: string
  /** What the tabs of the first device present: the pair of a later generation, in use. */
  jar: ReturnType<typeof openBrowser>['jar']
  caller: Principal
  /** The first device's access tokens from before. */
  before: string[]
  other: IssuedTokens
}

/** Where a scene lives; each has an account of its own, so that a database can hold many. */
export type Ground = Pick<AuthDeps, 'store' | 'denylist'>

const engine = await openTestAuth()

export async function openScene(ground: Ground, clock: TestClock, strategy: Strategy): Promise<Scene> {
  const deps = { ...engine.deps, ...ground, now: clock }
  const auth = createAuth(deps)
  const email = `${randomUUID()}@example.org`
  const first = await auth.register(credentials(strategy, email))
  const browser = openBrowser(auth, first)
  clock.advance(LIFETIMES.access / 2)
  await browser.refresh()
  const caller = await browser.use()
  const other = await auth.login(credentials(strategy, email))
  clock.advance(LEEWAY + 1)
  const before = [first.accessToken, browser.jar.accessToken]
  return { auth, deps, clock, strategy, email, jar: { ...browser.jar }, caller, before, other }
}
