import files, { writeSync } from 'node:fs'
import type { Statement } from 'better-sqlite3'

/** The steps of a process: each is named on standard output, and at one of them the process is gone. */
export interface Faults {
  /** Steps count from here on. */
  arm(): void
  pass(step: string): void
}

const ownPid = process.pid

/** `dieAt`: the number of the step, from 1; 0: none. SIGKILL to oneself is delivered before `kill` returns. */
export function createFaults(dieAt: number): Faults {
  let armed = false
  let passed = 0
  return {
    arm() {
      armed = true
    },
    pass(step) {
      if (!armed) return
      passed += 1
      writeSync(1, `${step}\n`)
      if (passed === dieAt) process.kill(ownPid, 'SIGKILL')
    },
  }
}

/** A step before each call of the port, one inside each decision (before its commit), and one after the call. */
export function withFaults<Port extends object>(name: string, port: Port, faults: Faults): Port {
  return new Proxy(port, {
    get(target, key) {
      const method: unknown = Reflect.get(target, key)
      if (typeof method !== 'function') return method
      const call = `${name}.${String(key)}`
      const decided =
        (decide: (...given: unknown[]) => unknown) =>
        (...given: unknown[]) => {
          const change = decide(...given)
          faults.pass(`inside ${call}`)
          return change
        }
      return async (...args: unknown[]) => {
        faults.pass(`before ${call}`)
        const result = await method.apply(
          target,
          args.map((arg) => (typeof arg === 'function' ? decided(arg as () => unknown) : arg)),
        )
        faults.pass(`after ${call}`)
        return result
      }
    },
  })
}

type Method = (...args: unknown[]) => unknown

function watch(owner: object, method: string, faults: Faults, describe: (self: unknown, args: unknown[]) => string) {
  const methods = owner as Record<string, Method>
  const act = methods[method]!
  methods[method] = function (this: unknown, ...args) {
    faults.pass(`before ${describe(this, args)}`)
    return act.apply(this, args)
  }
}

/** `insert into sessions`: names no value. */
const firstWords = (text: string) => text.replaceAll(/["`]/g, '').trim().split(/\s+/).slice(0, 3).join(' ')

/** A step before each statement that the driver of the database is given: BEGIN and COMMIT too. */
export async function watchStatements(url: string, faults: Faults): Promise<void> {
  if (!url.startsWith('file:')) {
    const { Client } = await import('pg')
    return watch(Client.prototype, 'query', faults, (_self, [query]) =>
      firstWords(typeof query === 'string' ? query : (query as { text: string }).text),
    )
  }
  const { default: Database } = await import('better-sqlite3')
  const probe = new Database(':memory:')
  watch(Object.getPrototypeOf(probe.prepare('select 1')), 'run', faults, (self) =>
    firstWords((self as Statement).source),
  )
  probe.close()
}

/** A step before each change of a file by the synchronous functions of node:fs, as a CommonJS bundle calls them. */
export function watchFiles(faults: Faults): void {
  for (const name of ['writeFileSync', 'linkSync', 'appendFileSync', 'chmodSync', 'renameSync', 'rmSync'])
    watch(files, name, faults, () => name)
}
