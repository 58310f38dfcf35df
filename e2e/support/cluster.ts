import { type Cluster, startCluster } from '../../db/testing/postgres.ts'
import { type RunningRedis, startRedis } from '../../db/testing/redis.ts'
import { type RunningServer, startServer } from './server.ts'

export interface Instances {
  readonly redis: RunningRedis
  readonly postgres: Cluster
  readonly servers: RunningServer[]
  readonly origins: string[]
  /** Resolves when every process says that its denylist is trusted and its lease is held. */
  untilLeased(): Promise<void>
  stop(): Promise<void>
}

/** `count` production servers on one Postgres and one Redis of their own, as behind a balancer without sticky sessions. */
export async function startInstances(count: number, env: Record<string, string> = {}): Promise<Instances> {
  const [redis, postgres] = await Promise.all([startRedis({ appendonly: true }), startCluster()])
  const addresses = { DATABASE_URL: await postgres.createDatabase(), DENYLIST_URL: redis.url, LABS: 'off', ...env }
  const first = await startServer(addresses)
  const servers = [first]
  for (let i = 1; i < count; i++) servers.push(await first.twin())
  const origins = servers.map(({ origin }) => origin)
  return {
    redis,
    postgres,
    servers,
    origins,
    async untilLeased() {
      const deadline = Date.now() + 20_000
      for (const origin of origins)
        for (;;) {
          const { denylist } = await (await fetch(`${origin}/readyz`)).json()
          if (denylist.state?.trust === 'trusted' && denylist.state.lease === true) break
          if (Date.now() > deadline) throw new Error(`${origin} has no lease: ${JSON.stringify(denylist)}`)
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
    },
    async stop() {
      await Promise.all(servers.map((server) => server.stop()))
      await redis.stop()
      await postgres.remove()
    },
  }
}
