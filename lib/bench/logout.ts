import { createClient } from '@redis/client'
import { openRedis } from '../../db/denylist/redis-client.ts'
import { createRedisDenylist } from '../../db/denylist/redis-denylist.ts'
import { startRedis } from '../../db/testing/redis.ts'
import { createMemoryStore, type IssuedTokens } from '../auth/index.ts'
import { createVerifiedTokens } from '../server/verified-tokens.ts'
import { now, openEngine } from './engine.ts'
import { compare } from './measure.ts'
import { type Section, times } from './report.ts'

const INSTANCES = 2
const ROUND_TRIPS = 5

/** Target 7: what a logout costs in round trips of Redis while every process has a leased copy, and who is let in after it. */
export async function benchLogouts(rounds: number): Promise<Section> {
  const redis = await startRedis()
  const probe = createClient({ url: redis.url })
  await probe.connect()
  const denylists = await Promise.all(Array.from({ length: INSTANCES }, () => openLeased(redis.url)))
  const store = createMemoryStore(now)
  const verified = createVerifiedTokens()
  const drivers = denylists.map((denylist) => ({ store, denylist, bytes: () => 0, close: () => {} }))
  const first = await openEngine(drivers[0]!, { verified })
  const others = await Promise.all(drivers.slice(1).map((driver) => openEngine(driver, { ...first.deps, ...driver })))
  const everywhere = [first.auth, ...others.map(({ auth }) => auth)]
  let [asked, accepted] = [0, 0]
  const open: IssuedTokens[] = []

  const results = await compare(
    [
      { name: 'Redis: PING', run: () => probe.ping() },
      {
        name: `auth.logout, ${INSTANCES} leased copies, store in memory`,
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
  )
  await Promise.all(denylists.map((denylist) => denylist.close()))
  probe.destroy()
  await redis.stop()
  return {
    title: '7 · A logout with leased copies (÷ one round trip of Redis)',
    results: [
      times(results[1]!, ROUND_TRIPS),
      {
        name: 'checks let in by any instance after it',
        value: String(accepted),
        limit: '0',
        met: accepted === 0,
        detail: '',
        samples: `${asked} checks`,
      },
    ],
    others: [times(results[0]!, null)],
    notes: [
      `The instances share one process and one core here, and the check at each of them is in the time. Over a network the round trip grows and the rest does not. Between production servers: \`e2e/scale/instances.spec.ts\`.`,
    ],
  }
}

async function openLeased(url: string) {
  const denylist = createRedisDenylist({
    commands: await openRedis(url, { deadline: 5000 }),
    listDenials: async () => [],
    report: () => {},
    prefix: 'bench',
    replica: true,
  })
  while (!((await denylist.ready()) && denylist.state().lease)) await new Promise((done) => setTimeout(done, 5))
  return denylist
}
