import { freePort } from '../../db/testing/free-port.ts'
import { type Cluster, startCluster } from '../../db/testing/postgres.ts'
import { type RunningRedis, startRedis } from '../../db/testing/redis.ts'
import { type Balancer, startBalancer } from './balancer.ts'
import { type RunningServer, startServer } from './server.ts'

export interface Instances {
  readonly redis: RunningRedis
  readonly postgres: Cluster
  readonly servers: RunningServer[]
  readonly origins: string[]
  /** In front of them all. Null: there is none, and they answer for the first one's origin. */
  readonly balancer: Balancer | null
  /** Resolves when every process says that its denylist is trusted and its lease is held. */
  untilLeased(): Promise<void>
  /** SIGTERM, and the same again on the same port. Resolves with the seconds in which it ended. */
  restart(index: number): Promise<number>
  stop(): Promise<void>
}

/** `count` production servers on one Postgres and one Redis of their own, without sticky sessions. */
export async function startInstances(
  count: number,
  { balanced = false, env = {} }: { balanced?: boolean; env?: Record<string, string> } = {},
): Promise<Instances> {
  const [redis, postgres, port] = await Promise.all([startRedis({ appendonly: true }), startCluster(), freePort()])
  const servers = [
    await startServer({
      DATABASE_URL: await postgres.createDatabase(),
      DENYLIST_URL: redis.url,
      LABS: 'off',
      ...(balanced && { APP_ORIGIN: `http://localhost:${port}`, TRUSTED_PROXIES: '127.0.0.1,::1' }),
      ...env,
    }),
  ]
  const shared: Record<string, string> = balanced ? { APP_ORIGIN: `http://localhost:${port}` } : {}
  for (let i = 1; i < count; i++) servers.push(await servers[0]!.twin(shared))
  const balancer = balanced
    ? await startBalancer(
        port,
        servers.map(({ env }) => Number(env.PORT)),
      )
    : null
  const origins = servers.map(({ origin }) => origin)

  async function untilLeased(): Promise<void> {
    const deadline = Date.now() + 20_000
    for (const origin of origins)
      for (;;) {
        const { denylist } = await (await fetch(`${origin}/readyz`)).json()
        if (denylist.state?.trust === 'trusted' && denylist.state.lease === true) break
        if (Date.now() > deadline) throw new Error(`${origin} has no lease: ${JSON.stringify(denylist)}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
  }

  return {
    redis,
    postgres,
    servers,
    origins,
    balancer,
    untilLeased,
    async restart(index) {
      const { env } = servers[index]!
      const seconds = await servers[index]!.stop()
      servers[index] = await startServer(env)
      return seconds
    },
    async stop() {
      await balancer?.stop()
      await Promise.all(servers.map((server) => server.stop()))
      await redis.stop()
      await postgres.remove()
    },
  }
}
