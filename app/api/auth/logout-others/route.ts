import { handle } from '@/lib/server/handle.ts'
import { wireReceipt } from '@/lib/server/receipt.ts'

export const POST = handle('logoutOthers', async ({ auth, principal }) => {
  const receipt = wireReceipt(await auth.logoutOthers(principal), false)
  return receipt.pending.length > 0 ? { problem: 'store_unavailable', details: { receipt } } : { body: receipt }
})
