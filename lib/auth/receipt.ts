import type { Denial, Session } from './ports.ts'
import type { Strategies, Strategy } from './strategies.ts'

/** `pending`: wanted, not confirmed; nobody may claim more. */
export interface EndedSession {
  sessionId: string
  /** null: the database could not be asked. */
  strategy: Strategy | null
  refresh: 'revoked' | 'none' | 'pending'
  access: 'denied' | 'lives' | 'pending'
  /** NumericDate (seconds) until which a copied access token of this session is accepted; null: not at all. */
  stolenTokenWorksUntil: number | null
}

/** What a logout did, and what it could not do. The whole is as good as its worst session. */
export interface Receipt {
  ended: EndedSession[]
  refresh: EndedSession['refresh']
  access: EndedSession['access']
  stolenTokenWorksUntil: number | null
  /** Ids of the sessions whose end is not confirmed yet. */
  pending: string[]
}

/** `unconfirmed`: denials that are committed but not yet known to the denylist. */
export function receiptFor(strategies: Strategies, ended: Session[], unconfirmed: Denial[], now: number): Receipt {
  return summarise(
    ended.map((session): EndedSession => {
      const { denies, rotates } = strategies[session.strategy]
      const lives = now < session.accessUntil
      const pending = denies && lives && unconfirmed.length > 0
      return {
        sessionId: session.id,
        strategy: session.strategy,
        refresh: rotates ? 'revoked' : 'none',
        access: pending ? 'pending' : denies || !lives ? 'denied' : 'lives',
        stolenTokenWorksUntil: lives && (!denies || pending) ? session.accessUntil : null,
      }
    }),
  )
}

export function summarise(ended: EndedSession[]): Receipt {
  const worst = <State extends string>(states: State[], order: readonly State[]) =>
    order.find((state) => states.includes(state))!
  const times = ended.map(({ stolenTokenWorksUntil }) => stolenTokenWorksUntil ?? 0)
  return {
    ended,
    refresh: worst(['none', ...ended.map(({ refresh }) => refresh)], ['pending', 'revoked', 'none']),
    access: worst(['denied', ...ended.map(({ access }) => access)], ['pending', 'lives', 'denied']),
    stolenTokenWorksUntil: Math.max(0, ...times) || null,
    pending: ended
      .filter(({ refresh, access }) => refresh === 'pending' || access === 'pending')
      .map((one) => one.sessionId),
  }
}
