import type { Strategy } from '../../auth/index.ts'
import { credentials, PASSWORD, type TestClock } from '../../auth/testing.ts'
import type { Task } from './child.ts'
import type { Engine } from './engine.ts'
import { type Ending, judgeEnding } from './judge-ending.ts'
import { type Scene, type Seat, sit } from './scene.ts'
import type { Trial } from './trial.ts'

export interface Operation {
  name: string
  strategies: readonly Strategy[]
  firsts: readonly Trial['first'][]
  /** How the child answers when it lives. */
  answer: string
  prepare(engine: Engine, clock: TestClock, scene: Scene): Promise<void>
  calls(scene: Scene): Task['calls']
  judge(trial: Trial): Promise<void>
}

const ALL: readonly Strategy[] = ['client-side', 'denylist', 'rotation', 'combined']
export const ROTATING: readonly Strategy[] = ['rotation', 'combined']
export const NEXT_PASSWORD = 'another horse battery'

/** Unless told otherwise: of every strategy, answered `ok`, and the thief moves first. */
export function operation(name: string, given: Partial<Operation> & Pick<Operation, 'calls' | 'judge'>): Operation {
  return { name, strategies: ALL, firsts: ['thief'], answer: 'ok', prepare: async () => {}, ...given }
}

export const ending = (given: Ending) => (trial: Trial) => judgeEnding(trial, given)
export const AGAIN = { committed: /^ok$/, else: /^ok$/ }
/** The caller's own session went with it: this is what somebody who is logged out hears. */
export const OUT = { committed: /^(denied_version|session_revoked|invalid_credentials)$/, else: /^ok$/ }

export const who = ({ strategy, email }: Scene) => credentials(strategy, email)
export const caller = ({ engine }: Trial, { jar }: Seat) => engine.auth.authenticate(jar.accessToken)

/** A login's tokens work; it gives no receipt. */
export async function logIn({ engine, scene }: Trial, password = PASSWORD): Promise<null> {
  await sit(engine, await engine.auth.login({ ...who(scene), password }))
  return null
}

export async function requirePassword(trial: Trial, isNew: boolean): Promise<void> {
  for (const [password, works] of [
    [PASSWORD, !isNew],
    [NEXT_PASSWORD, isNew],
  ] as const) {
    const { code } = await trial.move(logIn(trial, password))
    trial.check(
      code === (works ? 'ok' : 'invalid_credentials'),
      `the ${password === PASSWORD ? 'old' : 'new'} password: ${code}`,
    )
  }
}
