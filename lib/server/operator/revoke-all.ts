import { runWithServer, Told } from './run.ts'

runWithServer(async ({ auth, env, remote, database }) => {
  if (env.denylist.kind === 'memory')
    throw new Told(
      'A denylist in memory is its own process’s: this command cannot reach it. Restart the server with new keys.',
    )
  const { accounts, sessions, confirmed } = await auth.revokeAll()
  const done = `Ended ${sessions} open sessions of ${accounts} accounts. Every access token from before is refused.`
  if (!remote) return done
  // What Redis learned after the backup belongs to a database that is gone.
  const renewed = await remote.renew()
  if (confirmed && renewed) return `${done}\nThe denylist was filled again, under a new epoch.`
  const pending = (await database.store.listPendingDenials(1)).length > 0
  throw new Told(
    `${done}\nThe denylist has not confirmed it${pending ? ': the running servers go on trying. Run this again when it answers.' : ' under a new epoch. Run this again.'}`,
  )
})
