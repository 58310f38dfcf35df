import { handle } from '@/lib/server/handle.ts'
import { wireReceipt } from '@/lib/server/receipt.ts'

export const POST = handle('resetPassword', async ({ auth, server, body, address }) => {
  // Counted apart from logins: whoever has forgotten a password has just used those up. Nobody guesses a code of 128 bits.
  const who = { account: `reset ${body.email}`, address, device: null, accountWide: false }
  const receipt = await server.attempts.guard(who, () => auth.resetPassword(body))
  if ('retryAfter' in receipt) return { problem: 'too_many_attempts', details: receipt }
  return { body: { receipt: wireReceipt(receipt, false), now: server.now() } }
})
