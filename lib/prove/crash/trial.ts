import { keysOf } from '../../auth/denylist.ts'
import { isAuthError, type Session } from '../../auth/index.ts'
import type { TestClock } from '../../auth/testing.ts'
import type { Engine } from './engine.ts'
import type { Jar, Scene, Seat } from './scene.ts'

/** What the search has counted, and all that it has found to be wrong. */
export interface Findings {
  points: number
  moves: number
  violations: string[]
}

/** The world after a death: the same database opened again, an honest owner and a thief who both go on. */
export interface Trial {
  engine: Engine
  clock: TestClock
  scene: Scene
  /** Who moves first. */
  first: 'honest' | 'thief'
  /** Did this step end before the process did? */
  happened(step: string): boolean
  /** Somebody's attempt: its value, and `ok` or the code of the refusal. */
  move<Value>(attempt: Promise<Value>): Promise<{ code: string; value: Value | null }>
  check(holds: boolean, violated: string): void
}

export function createTrial(
  {
    engine,
    clock,
    scene,
    first,
    steps,
    title,
  }: Pick<Trial, 'engine' | 'clock' | 'scene' | 'first'> & {
    steps: string[]
    title: string
  },
  findings: Findings,
): Trial {
  return {
    engine,
    clock,
    scene,
    first,
    happened: (step) => steps.includes(`after ${step}`),
    async move(attempt) {
      findings.moves += 1
      try {
        return { code: 'ok', value: await attempt }
      } catch (error) {
        if (!isAuthError(error)) throw error
        return { code: error.code, value: null }
      }
    },
    check(holds, violated) {
      if (!holds) findings.violations.push(`${title}: ${violated}`)
    },
  }
}

/** A token of a session that was revoked: refused at every refresh, and at access where the strategy denies. */
export async function requireDead({ engine, move, check }: Trial, seat: Seat, jar: Jar, whose: string): Promise<void> {
  const { denies, rotates } = engine.strategies[seat.strategy]
  const access = (await move(engine.auth.authenticate(jar.accessToken))).code
  // What a strategy without a denylist cannot do, the receipt says.
  const refused = denies ? /^denied_(session|version)$/ : /^ok$/
  check(refused.test(access), `an access token of ${whose} ended session: ${access}`)
  if (!rotates) return
  const renewed = (await move(engine.auth.refresh(jar))).code
  check(
    /^(session_revoked|refresh_reused|refresh_unknown)$/.test(renewed),
    `${whose} ended session renewed: ${renewed}`,
  )
}

/** Nobody has ended it, so it works and renews itself. */
export async function requireAlive({ engine, move, check }: Trial, seat: Seat, whose: string): Promise<void> {
  const access = (await move(engine.auth.authenticate(seat.jar.accessToken))).code
  check(access === 'ok', `${whose} session, which nobody ended: ${access}`)
  if (!engine.strategies[seat.strategy].rotates) return
  const { code, value } = await move(engine.auth.refresh(seat.jar))
  check(code === 'ok', `${whose} session, which nobody ended, is not renewed: ${code}`)
  if (!value?.tokens) return
  const renewed = (await move(engine.auth.authenticate(value.tokens.accessToken))).code
  check(renewed === 'ok', `the renewed access token of ${whose} session: ${renewed}`)
}

/** Before the outbox is drained: what ended a session is in the denylist, or still waits to be sent there. */
export async function requireKnownOrPending({ engine, scene, check }: Trial): Promise<void> {
  const pending = (await engine.store.listPendingDenials(1000)).map(({ key }) => key)
  for (const seat of [scene.own, scene.other]) {
    const row = await engine.store.findSession(seat.sessionId)
    if (!seat.principal || !row?.revokedAt || !engine.strategies[seat.strategy].denies) continue
    const keys = keysOf(seat.principal)
    const known = (await engine.denylist.find(keys)) !== null
    check(known || keys.some((key) => pending.includes(key)), 'a denial is neither known nor pending')
  }
}

/** Of every session that is over: when, and why. It stays so. */
export async function endings({ engine, scene }: Trial): Promise<Map<string, Session>> {
  const rows = await engine.store.listSessions(scene.accountId)
  return new Map(rows.filter(({ revokedAt }) => revokedAt !== null).map((row) => [row.id, row]))
}
