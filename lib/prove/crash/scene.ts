import { randomUUID } from 'node:crypto'
import type { IssuedTokens, Principal, Session, Strategy } from '../../auth/index.ts'
import { credentials, type TestClock } from '../../auth/testing.ts'
import type { Engine } from './engine.ts'

export interface Jar {
  accessToken: string
  refreshToken: string | null
  holder: string | null
}

/** A browser that is logged in. A thief has a copy of its jar. */
export interface Seat {
  strategy: Strategy
  sessionId: string
  jar: Jar
  /** Null: its access token has not been used yet. */
  principal: Principal | null
}

/** What there is before the process that will die begins. */
export interface Scene {
  strategy: Strategy
  email: string
  accountId: string
  /** Sessions of the account, ended ones too. */
  sessions: number
  /** The browser that acts, and another one of the same account. */
  own: Seat
  other: Seat
  /** Somebody else's, of whom nothing may change. */
  stranger: Seat
  /** A parent of `own`'s refresh token. */
  stale: Jar | null
  /** That may replace the password of the account; null: none was made. */
  code: string | null
  /** The address of somebody who has no account yet. */
  newcomer: string
}

const newEmail = () => `${randomUUID()}@example.org`

export const jarOf = ({ accessToken, refreshToken, holder }: Omit<IssuedTokens, 'session'>): Jar => ({
  accessToken,
  refreshToken,
  holder,
})

const unusedSeat = (tokens: IssuedTokens & { session: Session }): Seat => ({
  strategy: tokens.session.strategy,
  sessionId: tokens.session.id,
  jar: jarOf(tokens),
  principal: null,
})

export async function sit({ auth }: Engine, tokens: IssuedTokens): Promise<Seat> {
  return { ...unusedSeat(tokens), principal: await auth.authenticate(tokens.accessToken) }
}

export async function setScene(engine: Engine, strategy: Strategy): Promise<Scene> {
  const email = newEmail()
  const opened = await engine.auth.register(credentials(strategy, email))
  return {
    strategy,
    email,
    accountId: opened.account.id,
    sessions: 2,
    own: await sit(engine, opened),
    other: await sit(engine, await engine.auth.login(credentials(strategy, email))),
    stranger: await sit(engine, await engine.auth.register(credentials(strategy, newEmail()))),
    stale: null,
    code: null,
    newcomer: newEmail(),
  }
}

/** `own` becomes a session whose newest access token nobody has used yet; with rotation it is of generation 1. */
export async function unused({ auth, strategies }: Engine, clock: TestClock, scene: Scene): Promise<void> {
  scene.own = unusedSeat(await auth.login(credentials(scene.strategy, scene.email)))
  scene.sessions += 1
  if (!strategies[scene.strategy].rotates) return
  scene.stale = scene.own.jar
  clock.advance(1)
  scene.own.jar = jarOf((await auth.refresh(scene.own.jar)).tokens!)
}

/** As many sessions as an account may have; `own` is the one unseen for longest. */
export async function full({ auth }: Engine, clock: TestClock, scene: Scene): Promise<void> {
  clock.advance(1)
  while (scene.sessions < 50) {
    await auth.login(credentials(scene.strategy, scene.email))
    scene.sessions += 1
  }
  // More than the time between two writes of "last seen".
  clock.advance(61)
  await auth.authenticate(scene.other.jar.accessToken)
}
