import type { Strategy } from '../../auth/index.ts'
import { createTestClock } from '../../auth/testing.ts'
import { openEngine, type Place } from './engine.ts'
import type { Operation } from './operation.ts'
import type { WithPlace } from './places.ts'
import { type Death, runChild } from './run-child.ts'
import { setScene } from './scene.ts'
import { createTrial, type Findings, requireKnownOrPending, type Trial } from './trial.ts'

/** One kind of store and denylist. */
export interface Matrix {
  name: string
  operations: Operation[]
  /** A new and empty place for each death. */
  withPlace: WithPlace
}

export interface Row {
  operation: Operation
  strategy: Strategy
  first: Trial['first']
}

export const rowsOf = ({ operations }: Matrix): Row[] =>
  operations.flatMap((operation) =>
    operation.strategies.flatMap((strategy) => operation.firsts.map((first) => ({ operation, strategy, first }))),
  )

/** Dies at the first step, at the second …, until the process lives to its answer. Returns the names of the steps. */
export async function searchRow(matrix: Matrix, row: Row, findings: Findings): Promise<string[]> {
  for (let dieAt = 1; ; dieAt++) {
    const { steps, answer } = await matrix.withPlace((place) => dieOnce(matrix.name, row, place, dieAt, findings))
    if (answer !== null) return steps
    findings.points += 1
  }
}

async function dieOnce(
  matrix: string,
  { operation, strategy, first }: Row,
  place: Place,
  dieAt: number,
  findings: Findings,
): Promise<Death> {
  // Near the machine's own time: Redis has a clock of its own.
  const clock = createTestClock(Math.floor(Date.now() / 1000))
  const before = await openEngine(place, clock)
  const scene = await setScene(before, strategy)
  await operation.prepare(before, clock, scene)
  await before.close()
  clock.advance(1)
  // The statements are the same for all strategies, and what dies before a commit leaves the same, whoever moves first.
  const deep = strategy === 'combined' && first === operation.firsts.at(-1) && place.redis === null
  const death = await runChild({ dieAt, deep, place, now: clock(), calls: operation.calls(scene) })

  clock.advance(1)
  const engine = await openEngine(place, clock)
  const title = `${matrix}, ${operation.name}, ${strategy}, ${first} first, killed ${death.answer === null ? death.steps.at(-1) : 'never'}`
  const trial = createTrial({ engine, clock, scene, first, steps: death.steps, title }, findings)
  if (death.answer !== null) trial.check(death.answer === operation.answer, `answered ${death.answer}`)
  await requireKnownOrPending(trial)
  trial.check(await engine.auth.drainOutbox(), 'the start does not empty the outbox')
  await operation.judge(trial)
  await engine.close()
  return death
}
