import { handle } from '@/lib/server/handle.ts'

export const POST = handle('introspect', async ({ auth, body }) => ({ body: await auth.introspect(body.token) }))
