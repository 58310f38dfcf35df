import { handle } from '@/lib/server/handle.ts'

export const GET = handle('readyz', async ({ server }) => {
  const body = await server.status()
  const isReady = Object.values(body).every(({ status }) => status === 'ok')
  return { body, status: isReady ? 200 : 503 }
})
