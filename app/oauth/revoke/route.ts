import { handle } from '@/lib/server/handle.ts'
import { wireReceipt } from '@/lib/server/receipt.ts'

export const POST = handle('revoke', async ({ auth, body }) => {
  const receipt = await auth.revoke(body.token)
  if (!receipt) return { problem: 'unsupported_token_type' }
  // RFC 7009, section 2.2.1: the client must assume that the token still works, and may try again.
  if (receipt.pending.length > 0) return { problem: 'store_unavailable' }
  return { body: wireReceipt(receipt, false) }
})
