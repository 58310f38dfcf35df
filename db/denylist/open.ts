import type { AuthStore } from '../../lib/auth/ports.ts'
import { withBreaker } from './breaker.ts'
import type { RedisCommands } from './commands.ts'
import { openRedis } from './redis-client.ts'
import { createRedisDenylist, type RedisDenylist } from './redis-denylist.ts'
import { openUpstash } from './upstash-client.ts'

/** Where a denylist beside the database is; `url` and `token` are secrets. */
export type DenylistPlace =
  | { kind: 'redis'; url: string; replica: boolean; prefix: string }
  | { kind: 'upstash'; url: string; token: string; prefix: string }

interface Options {
  /** What it is rebuilt from. */
  readonly store: Pick<AuthStore, 'listDenials'>
  readonly report: (event: string, cause?: unknown) => void
}

/** Connects, and goes on when nobody answers: until Redis is there and trusted, every check asks the database. Throws TypeError. */
export async function openDenylist(place: DenylistPlace, { store, report }: Options): Promise<RedisDenylist> {
  const client: RedisCommands = place.kind === 'redis' ? await openRedis(place.url) : openUpstash(place)
  const denylist = createRedisDenylist({
    commands: withBreaker(client, { onChange: (state) => state !== 'probing' && report(`denylist_breaker_${state}`) }),
    listDenials: (page) => store.listDenials(page),
    report,
    prefix: place.prefix,
    replica: place.kind === 'redis' && place.replica,
  })
  void denylist.ready()
  return denylist
}
