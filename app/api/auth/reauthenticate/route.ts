import { handle } from '@/lib/server/handle.ts'

export const POST = handle('reauthenticate', async ({ auth, server, principal, body, address }) => {
  const who = { account: principal.accountId, address, device: null }
  const at = await server.attempts.guard(who, async () => ({
    authenticatedAt: await auth.reauthenticate(principal, body.password),
  }))
  return 'retryAfter' in at ? { problem: 'too_many_attempts', details: at } : { body: at }
})
