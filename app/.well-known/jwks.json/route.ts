import { handle } from '@/lib/server/handle.ts'

/** Seconds for which a verifier elsewhere may go on with a key that was retired here. */
const CACHED = 300

/** Public halves alone: a shared secret has none. */
export const GET = handle('keys', async ({ server }) => {
  const { signing } = await server.keys()
  return Response.json({ keys: signing.published }, { headers: { 'cache-control': `public, max-age=${CACHED}` } })
})
