import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startJobs } from '../../server/jobs.ts'
import { ensureSecrets } from '../../server/secrets.ts'
import { startServer } from '../../server/server.ts'

/**
 * What the start script does before it serves pages, with `.env.local` in a folder of its own. With a third argument a
 * visitor follows, who registers, comes back, renews and logs out.
 */
const [root = '', folder = '', visitor] = process.argv.slice(2)
const kept = join(folder, '.env.local')
if (existsSync(kept)) process.loadEnvFile(kept)
console.log('loaded')
ensureSecrets(folder, process.env)
const server = await startServer(root, process.env)
const stopJobs = startJobs(server)
const { auth, database, lab } = server
console.log('ready')

// Without a visitor it stays until it is killed.
if (!visitor) setInterval(() => {}, 1000)
else {
  const who = { email: visitor, password: 'correct horse battery', strategy: 'combined', device: 'A visitor' } as const
  await auth.register(who)
  const opened = await auth.login(who)
  await auth.authenticate(opened.accessToken)
  const { tokens } = await auth.refresh(opened)
  const { access, refresh } = await auth.logout(tokens!)
  const late = await auth.authenticate(tokens!.accessToken).then(
    () => 'accepted',
    ({ code }) => code,
  )
  console.log(['visited', access, refresh, late].join(' '))
  stopJobs()
  await lab?.close()
  await database.close()
  process.exit(0)
}
