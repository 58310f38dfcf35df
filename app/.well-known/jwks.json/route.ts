import { handle } from '@/lib/server/handle.ts'

/** A shared secret has no public half, and HMAC keys are never published. */
export const GET = handle('keys', async () => ({ body: { keys: [] } }))
