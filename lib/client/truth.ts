import type { Strategies } from '@/lib/auth/index.ts'
import type { WireReceipt, WireSession } from '@/lib/http/schemas.ts'
import { formatDuration } from './durations.ts'

type EndedReceipt = WireReceipt['ended'][number]

/** Neither ended nor past its time. */
export function isOpen(session: WireSession, now: number): boolean {
  return session.endedAt === null && now < (session.refreshExpiresAt ?? session.accessExpiresAt)
}

/** What will be true when these sessions are ended now, calculated from their strategies and times. */
export function truthOfEnding(sessions: WireSession[], strategies: Strategies, now: number): string[] {
  const lives = sessions.filter(
    ({ strategy, accessExpiresAt }) => !strategies[strategy].denies && now < accessExpiresAt,
  )
  const dead = sessions.length - lives.length
  const truth = []
  if (dead > 0) {
    const tokens = lives.length > 0 ? `${dead} of the access tokens ${dead === 1 ? 'is' : 'are'}` : theirs(sessions)
    truth.push(`${tokens} denied now: the next request is refused.`)
  }
  if (lives.length > 0) {
    const left = formatDuration(Math.max(...lives.map(({ accessExpiresAt }) => accessExpiresAt)) - now)
    const renews = lives.some(({ strategy }) => strategies[strategy].rotates)
    const it =
      dead > 0 ? `The other${lives.length > 1 ? ` ${lives.length}` : ''}` : sessions.length === 1 ? 'It' : 'They'
    const verb = renews ? 'renew' : 'be taken back'
    truth.push(`${it} can’t ${verb}. A copied access token could still work for up to ${left}.`)
  }
  return truth
}

const theirs = ({ length }: WireSession[]): string => (length === 1 ? 'Its access token is' : 'Their access tokens are')

/** What an ended session's access token can still do: by its receipt where we have one, else by its strategy. */
export function truthOfEnded(
  session: WireSession,
  receipt: EndedReceipt | undefined,
  strategies: Strategies,
  now: number,
): string {
  const refresh = session.refreshExpiresAt === null ? '' : `R${session.generation} revoked. `
  const access = `A${session.generation}`
  const until = receipt ? (receipt.stolenTokenWorksUntil ?? 0) : session.accessExpiresAt
  if (receipt?.access === 'pending') return `${refresh}${access} not confirmed as denied yet.`
  const denies = receipt ? receipt.access === 'denied' : strategies[session.strategy].denies
  if (now >= session.accessExpiresAt) return `${refresh}${access} has expired.`
  if (denies) return `${refresh}${access} denied.`
  return `${refresh}A copy of ${access} still works for ${formatDuration(until - now)}.`
}
