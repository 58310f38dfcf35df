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

const one = {
  renewal: {
    revoked: 'Ended: the refresh token is refused.',
    none: 'There was none: this login had no refresh token.',
    pending: 'Not confirmed: the refresh token may still be accepted.',
  } satisfies Record<Ended['refresh'], string>,
  copies: 'A copy of the access token',
  denied: 'It is refused from now on.',
  lives: 'It is accepted until',
  pending: 'It could be accepted until',
  over: 'It is refused, because it expired at',
  unknown: 'Not confirmed. It may be accepted until it expires, and this page cannot know when that is.',
}
const many: typeof one = {
  renewal: {
    revoked: 'Ended: no refresh token is accepted.',
    none: 'There was none: these logins had no refresh tokens.',
    pending: 'Not confirmed: a refresh token may still be accepted.',
  },
  copies: 'Copies of access tokens',
  denied: 'None is accepted from now on.',
  lives: 'At least one is accepted until',
  pending: 'At least one could be accepted until',
  over: 'None is accepted: the last one expired at',
  unknown: 'Not confirmed. They may be accepted until they expire, and this page cannot know when that is.',
}

/** The words for the worst of the ended sessions. */
export const wordsFor = (endedCount: number): typeof one => (endedCount === 1 ? one : many)
