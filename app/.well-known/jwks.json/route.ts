import { handle } from '@/lib/server/handle.ts'

/** Public halves alone: a shared secret has none. */
export const GET = handle('keys', async ({ server }) => {
  const { signing } = await server.keys()
  return { body: { keys: signing.published } }
})
