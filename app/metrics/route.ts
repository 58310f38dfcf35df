import { createHash, timingSafeEqual } from 'node:crypto'
import { handle } from '@/lib/server/handle.ts'

/** Whoever has no token learns as much as where there are no metrics. */
export const GET = handle('metrics', async ({ request, server: { env, metrics } }) => {
  const given = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  if (env.metricsToken === null || given === undefined || !isSame(given, env.metricsToken))
    return { problem: 'metrics_off' }
  const headers = { 'content-type': metrics.contentType, 'cache-control': 'no-store' }
  return new Response(await metrics.text(), { headers })
})

const digest = (text: string) => createHash('sha256').update(text).digest()
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))
