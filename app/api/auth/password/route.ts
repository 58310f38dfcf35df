import { viewOf } from '@/lib/auth/index.ts'
import { tokenCookies } from '@/lib/http/cookies.ts'
import { handle } from '@/lib/server/handle.ts'
import { wireReceipt } from '@/lib/server/receipt.ts'

export const POST = handle('password', async ({ auth, server, principal, body, address }) => {
  const who = { account: principal.accountId, address, device: null }
  const changed = await server.attempts.guard(who, () => auth.changePassword(principal, body))
  if ('retryAfter' in changed) return { problem: 'too_many_attempts', details: changed }
  const now = server.now()
  const receipt = wireReceipt(changed.receipt, false)
  return {
    body: { receipt, session: viewOf(changed.session, changed.session.id), now },
    cookies: tokenCookies(changed, now),
  }
})
