import { handle } from '@/lib/server/handle.ts'
import { wireReceipt } from '@/lib/server/receipt.ts'

export const DELETE = handle('endSession', async ({ auth, principal, params }) => {
  const receipt = wireReceipt(await auth.revokeSession(principal, params.id ?? ''), false)
  return receipt.pending.length > 0 ? { problem: 'store_unavailable', details: { receipt } } : { body: receipt }
})
