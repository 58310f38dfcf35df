import type { AuthDeps } from '../../auth/index.ts'

/** Something that happens in steps: each ends before the next call of a store or of the denylist, the last with the outcome. */
export interface Operation {
  /** Runs to the next call. The first step begins the operation. */
  step(): Promise<void>
  isDone(): boolean
}

/** The ports with a gate before every call, and the operation that passes through them. */
export function operation(deps: AuthDeps, work: (deps: AuthDeps) => Promise<unknown>): Operation {
  let pass: (() => void) | null = null
  let arrive = () => {}
  let [begun, done] = [false, false]

  const gated = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, key) {
        const method: unknown = Reflect.get(target, key)
        if (typeof method !== 'function') return method
        return async (...args: unknown[]) => {
          if (!done) {
            await new Promise<void>((resolve) => {
              pass = resolve
              arrive()
            })
          }
          return method.apply(target, args)
        }
      },
    })

  const untilNextGate = (act: () => void) =>
    new Promise<void>((resolve) => {
      arrive = resolve
      act()
    })

  function begin(): void {
    begun = true
    const later: (() => Promise<void>)[] = []
    const ports = { store: gated(deps.store), denylist: gated(deps.denylist) }
    work({ ...deps, ...ports, defer: (one) => later.push(one) }).finally(() => {
      done = true
      for (const one of later) void one()
      arrive()
    })
  }

  return {
    isDone: () => done,
    async step() {
      // What comes before the first call reads nothing that others write: it is part of the first step.
      if (!begun) await untilNextGate(begin)
      const open = pass
      pass = null
      if (open) await untilNextGate(open)
    },
  }
}

/** Every way to answer the questions that `run` asks, by running it again for each. Returns how many there are. */
export async function everyChoice(run: (choose: (options: number) => number) => Promise<void>): Promise<number> {
  const path: { taken: number; options: number }[] = []
  for (let runs = 1; ; runs += 1) {
    let depth = 0
    await run((options) => {
      path[depth] ??= { taken: 0, options }
      const { taken } = path[depth]!
      depth += 1
      return taken
    })
    while (path.length > 0 && path.at(-1)!.taken + 1 === path.at(-1)!.options) path.pop()
    if (path.length === 0) return runs
    path.at(-1)!.taken += 1
  }
}

/**
 * Steps the operations in the order that `choose` picks, until all are done. `together`: at each point two of them may also be
 * let go at once, and the database decides. Returns the order, by index, for the report.
 */
export async function runInOrder(
  operations: Operation[],
  choose: (options: number) => number,
  { together, onStep }: { together: boolean; onStep(group: number[]): void },
): Promise<number[][]> {
  const order: number[][] = []
  for (;;) {
    const waiting = operations.flatMap((one, index) => (one.isDone() ? [] : [index]))
    if (waiting.length === 0) return order
    const groups = waiting.map((index) => [index])
    if (together) {
      for (const [at, first] of waiting.entries())
        for (const second of waiting.slice(at + 1)) groups.push([first, second])
    }
    const group = groups[groups.length === 1 ? 0 : choose(groups.length)]!
    order.push(group)
    await Promise.all(group.map((index) => operations[index]!.step()))
    onStep(group)
  }
}
