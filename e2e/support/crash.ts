import { openDatabase } from '../../db/open.ts'
import { createAuth, importPeppers, importSigningKeys, strategiesFor } from '../../lib/auth/index.ts'
import { readEnv } from '../../lib/server/env.ts'
import { createPasswordHasher } from '../../lib/server/passwords.ts'

/**
 * A server that dies between the rotation's commit and its answer: refreshes the token given as the only argument, with the
 * configuration in the environment, and kills itself with SIGKILL as soon as the store has committed.
 */
const env = readEnv(process.env)
const now = () => Date.now() / 1000
const { store, denylist } = openDatabase(env.databaseUrl, { now, outbox: false, root: process.cwd() })
const auth = createAuth({
  store: {
    ...store,
    async withSession(id, decide) {
      await store.withSession(id, decide)
      process.kill(process.pid, 'SIGKILL')
      return new Promise<never>(() => {})
    },
  },
  denylist,
  passwords: await createPasswordHasher(),
  keys: await importSigningKeys(env.signingSecrets),
  peppers: importPeppers(env.peppers),
  strategies: strategiesFor(env.lifetimes),
  leeway: env.leeway,
  issuer: env.appOrigin,
  audience: 'app',
  now,
  notify: () => {},
  defer: () => {},
  report: (_event, cause) => console.error(cause),
})
await auth.refresh({ refreshToken: process.argv[2]!, holder: null })
