import type { ShownReceipt } from '@/lib/server/receipt.ts'

type Ended = ShownReceipt['receipt']['ended'][number]

/** Never more than happened. */
export function headline({ action, receipt, endedCount }: ShownReceipt): string {
  if (receipt.pending.length > 0) return 'Cleared here only.'
  if (endedCount === 0) return 'No login was left to end.'
  if (action === 'logout') return 'You logged out here.'
  if (endedCount === 1) return 'You logged out everywhere: this was the only login.'
  return `You logged out everywhere: ${endedCount} logins were ended.`
}

export const renewalWords: Record<Ended['refresh'], string> = {
  revoked: 'Ended: the refresh token is refused.',
  none: 'There was none: this login had no refresh token.',
  pending: 'Not confirmed: the refresh token may still be accepted.',
}
