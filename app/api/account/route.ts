import { clearedTokenCookies } from '@/lib/http/cookies.ts'
import { handle } from '@/lib/server/handle.ts'
import { wireReceipt } from '@/lib/server/receipt.ts'

export const DELETE = handle('deleteAccount', async ({ auth, principal }) => {
  const receipt = wireReceipt(await auth.deleteAccount(principal), true)
  const cookies = clearedTokenCookies()
  if (receipt.pending.length > 0) return { problem: 'store_unavailable', details: { receipt }, cookies }
  return { body: receipt, cookies }
})
