import { handle } from '@/lib/server/handle.ts'

export const GET = handle('healthz', async () => ({ body: { status: 'ok' } }))
