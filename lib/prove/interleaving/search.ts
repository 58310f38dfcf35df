import type { Strategy } from '../../auth/index.ts'
import { createTestClock } from '../../auth/testing.ts'
import { type Act, acts, type Done, perform } from './acts.ts'
import { judge } from './judge.ts'
import { type Ground, openScene } from './scene.ts'
import { everyChoice, operation, runInOrder } from './scheduler.ts'

export interface Found {
  schedules: number
  steps: number
  violations: string[]
}

/** Each with each and with itself; in three, each other once, and two tabs that refresh with each of the others. */
export const pairs: Act[][] = acts.flatMap((first, at) => acts.slice(at).map((second) => [first, second]))
export const triples: Act[][] = [
  ...combinations([...acts], 3),
  ...acts.filter((act) => act !== 'refresh').map((act): Act[] => ['refresh', 'refresh', act]),
]

/** Every order of the steps of `chosen`, each on an account of its own. `open` gives each operation the stores of an instance. */
export async function searchOrders(
  chosen: Act[],
  strategy: Strategy,
  open: (instances: number) => Promise<Ground[]> | Ground[],
  { together = false, clock = createTestClock() } = {},
): Promise<Found> {
  const found: Found = { schedules: 0, steps: 0, violations: [] }
  found.schedules = await everyChoice(async (choose) => {
    const grounds = await open(chosen.length)
    const scene = await openScene(grounds[0]!, clock, strategy)
    let step = 0
    const all = chosen.map(
      (act): Done => ({ act, begun: -1, finished: -1, refusal: null, receipt: null, tokens: null }),
    )
    const operations = all.map((done, index) =>
      operation({ ...scene.deps, ...grounds[index]! }, perform(done.act, scene, done)),
    )
    const onStep = (group: number[]) => {
      for (const index of group) {
        const done = all[index]!
        if (done.begun < 0) done.begun = step
        if (operations[index]!.isDone()) done.finished = step
        found.steps += 1
      }
      // What was let go together has one time: nobody knows which was first.
      step += 1
    }
    const order = await runInOrder(operations, choose, { together, onStep })
    const told = order.map((group) => group.map((index) => `${chosen[index]}#${index}`).join(' + ')).join(', ')
    for (const sentence of await judge(scene, all)) found.violations.push(`${strategy}: ${told}: ${sentence}`)
  })
  return found
}

function combinations<Item>(items: Item[], size: number): Item[][] {
  if (size === 0) return [[]]
  return items.flatMap((item, at) => combinations(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]))
}
