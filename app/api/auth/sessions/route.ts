import { handle } from '@/lib/server/handle.ts'

export const GET = handle('sessions', async ({ auth, server, principal }) => ({
  body: { sessions: server.refusals.listed(await auth.listSessions(principal)), now: server.now() },
}))
