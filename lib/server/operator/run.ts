import { join } from 'node:path'
import { EnvError } from '../env.ts'
import { errorName } from '../log.ts'
import { composeServer, type Server } from '../server.ts'
import { loadVariables } from '../variables.ts'

export const root = join(import.meta.dirname, '../../..')

/** What is told to the operator as it stands, instead of a result. */
export class Told extends Error {}

/** A command of the operator: as the server is configured, without the sandbox and without a copy of the denylist. */
export function runWithServer(work: (server: Server, argument: string | undefined) => Promise<string>): void {
  run(async (argument) => {
    const server = await composeServer(root, { ...loadVariables(root), LABS: 'off', DENYLIST_REPLICA: 'off' })
    try {
      return await work(server, argument)
    } finally {
      await server.remote?.close()
      await server.database.close()
    }
  })
}

/** Prints what `work` returns, or why there is nothing; of an unknown error its name only: messages of drivers quote parameters. */
export function run(work: (argument: string | undefined) => Promise<string>): void {
  work(process.argv[2]).then(
    (text) => console.log(text),
    (error: unknown) => {
      const isTold = error instanceof Told || error instanceof EnvError
      const { error: name, code } = errorName(error)
      console.error(isTold ? error.message : `Failed: ${[name, code].filter(Boolean).join(' ')}`)
      process.exitCode = 1
    },
  )
}
