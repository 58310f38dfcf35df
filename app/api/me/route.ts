import { handle } from '@/lib/server/handle.ts'

export const GET = handle('me', async ({ principal }) => {
  const { accountId, sessionId, strategy, generation, expiresAt } = principal
  return {
    body: { account: { id: accountId }, session: { id: sessionId, strategy, generation, accessExpiresAt: expiresAt } },
  }
})
