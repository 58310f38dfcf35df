import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { createClient } from '@redis/client'
import { startRedis } from '../../db/testing/redis.ts'
import { createMemoryStore, type IssuedTokens } from '../auth/index.ts'
import { createVerifiedTokens } from '../server/verified-tokens.ts'
import { openBenchDenylist, untilReady } from './drivers.ts'
import { now, openEngine } from './engine.ts'
import { compare } from './measure.ts'
import { type Section, times } from './report.ts'

const INSTANCES = 2
const nothingDenied = { listDenials: async () => [] }
const ROUND_TRIPS = 5
/** Milliseconds from here to a Redis elsewhere in the same building, and again back. */
const ONE_WAY = 2
/** Milliseconds: a dozen logouts over that network. */
const LONG_SLICE = 200

/** Target 7: what a logout costs in round trips of Redis while every process has a leased copy, and who is let in after it. */
export async function benchLogouts(rounds: number): Promise<Section> {
  const redis = await startRedis()
  const here = await benchAt(redis.url, 'same machine', rounds)
  const network = await startDelay(redis.port)
  const away = await benchAt(network.url, `${2 * ONE_WAY} ms away`, rounds)
  network.close()
  await redis.stop()
  const [asked, accepted] = [here.asked + away.asked, here.accepted + away.accepted]
  return {
    title: '7 · A logout with leased copies (÷ one round trip of Redis)',
    results: [
      times(away.logout, ROUND_TRIPS),
      times(here.logout, ROUND_TRIPS),
      {
        name: 'checks let in by any instance after it',
        value: String(accepted),
        limit: '0',
        met: accepted === 0,
        detail: '',
        samples: `${asked} checks`,
      },
    ],
    others: [times(away.ping, null), times(here.ping, null)],
    notes: [
      'The instances share one process and one core, and a check at each of them is in the time: beside a Redis on the same machine that work weighs more than the round trips. Between production servers: `e2e/scale/instances.spec.ts`.',
    ],
  }
}

async function benchAt(url: string, where: string, rounds: number) {
  const probe = createClient({ url })
  await probe.connect()
  const denylists = await Promise.all(
    Array.from({ length: INSTANCES }, () => openBenchDenylist(url, nothingDenied, true).then(untilReady)),
  )
  const store = createMemoryStore(now)
  const verified = createVerifiedTokens()
  const drivers = denylists.map((denylist) => ({ remote: false, store, denylist, bytes: () => 0, close: () => {} }))
  const first = await openEngine(drivers[0]!, { verified })
  const others = await Promise.all(drivers.slice(1).map((driver) => openEngine(driver, { ...first.deps, ...driver })))
  const everywhere = [first.auth, ...others.map(({ auth }) => auth)]
  let [asked, accepted] = [0, 0]
  const open: IssuedTokens[] = []

  const [ping, logout] = await compare(
    [
      { name: `Redis, ${where}: PING`, run: () => probe.ping() },
      {
        name: `auth.logout, Redis ${where}, ${INSTANCES} leased copies`,
        async prepare(calls) {
          while (open.length < calls) open.push(await first.auth.login(first.credentials))
        },
        async run() {
          const tokens = open.pop()!
          await first.auth.logout(tokens)
          for (const auth of everywhere) {
            asked += 1
            accepted += await auth.authenticate(tokens.accessToken).then(
              () => 1,
              () => 0,
            )
          }
        },
      },
    ],
    rounds,
    LONG_SLICE,
  )
  await Promise.all(denylists.map((denylist) => denylist.close()))
  probe.destroy()
  return { ping: ping!, logout: logout!, asked, accepted }
}

/** A network before the Redis: whatever is sent arrives so much later, in order. */
async function startDelay(port: number): Promise<{ url: string; close(): void }> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1').setNoDelay()
    near.setNoDelay()
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (chunk) => setTimeout(() => to.destroyed || to.write(chunk), ONE_WAY))
      from.on('close', () => setTimeout(() => to.destroy(), ONE_WAY))
      from.on('error', () => to.destroy())
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const close = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return { url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}
