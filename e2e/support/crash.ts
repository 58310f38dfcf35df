import { composeServer } from '../../lib/server/server.ts'

/**
 * A server that dies between the rotation's commit and its answer: refreshes the token given as the only argument, with the
 * configuration in the environment, and kills itself with SIGKILL as soon as the store has committed.
 */
const { auth, database } = await composeServer(process.cwd(), process.env)
const { store } = database
const commit = store.withSession
store.withSession = async (id, decide) => {
  await commit(id, decide)
  process.kill(process.pid, 'SIGKILL')
  return new Promise<never>(() => {})
}
await auth.refresh({ refreshToken: process.argv[2]!, holder: null })
