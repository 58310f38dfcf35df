import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import type { Place } from './engine.ts'
import { createFaults, watchFiles, watchStatements } from './fault-points.ts'

/** What a child is told to do, as the JSON of its only argument. */
export interface Task {
  /** The step at which it dies; 0: none. */
  dieAt: number
  /** Every statement is a step too. */
  deep: boolean
  /** Null: it needs no database. */
  place: Place | null
  /** Its clock stands still: seconds. */
  now: number
  /** Verbs of the engine and their arguments, one after the other; none: it opens the database and no more. */
  calls: [verb: string, ...args: unknown[]][]
  /** What the process believes its id to be. In a container every start has the same. */
  pid?: number
}

type Verb = (...args: never[]) => Promise<unknown>

/** Runs the task, and dies at its step; or says how it was answered in a line that begins with "=". */
async function main({ dieAt, deep, place, now, calls, pid }: Task): Promise<void> {
  if (pid !== undefined) Object.defineProperty(process, 'pid', { value: pid })
  const faults = createFaults(dieAt)
  if (deep && place) await watchStatements(place.database, faults)
  if (calls.length === 0) faults.arm()
  const verbs = await (place ? openVerbs(place) : fileVerbs())
  faults.arm()
  let answer = 'ok'
  for (const [verb, ...args] of calls) {
    answer = await verbs[verb]!(...(args as never[])).then(() => 'ok', codeOf)
    faults.pass(`before the answer of ${verb}`)
  }
  process.stdout.write(`=${answer}\n`, () => process.exit(0))

  async function openVerbs(place: Place): Promise<Record<string, Verb>> {
    const { openEngine } = await import('./engine.ts')
    const clock = Object.assign(() => now, { advance: () => {} })
    const { auth, store } = await openEngine(place, clock, faults)
    return { ...auth, prune: store.prune }
  }
  async function fileVerbs(): Promise<Record<string, Verb>> {
    const { ensureSecrets } = await import('../../server/secrets.ts')
    watchFiles(faults)
    return {
      async ensureSecrets(folder: string) {
        const file = join(folder, '.env.local')
        ensureSecrets(folder, existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {})
      },
    }
  }
}

/** A refusal is an answer; everything else fails the child. */
function codeOf(error: Error & { code?: string }): string {
  if (error.name !== 'AuthError') throw error
  return error.code!
}

main(JSON.parse(process.argv[2]!)).catch((error) => {
  console.error(error)
  process.exit(1)
})
