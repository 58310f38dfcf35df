import type { TokenState as IconState } from '@/app/_ui/state-icon.tsx'
import type { Exposure } from '@/lib/lab/run/exposure.ts'
import type { RunState, TokenState } from '@/lib/lab/run/state.ts'

/** The last part of a life that is called expiring. */
const EXPIRING = 0.2

/** The session that the reader's browser is in: the one it was last given tokens for. */
export function ownSession({ events }: RunState): number {
  return events.findLast(({ kind, actor }) => kind === 'issued' && actor === 'you')?.session ?? 1
}

/** Whether the reader's browser is in, as far as the events say. */
export function isLoggedIn(state: RunState): boolean {
  const own = ownSession(state)
  return state.sessions.find(({ n }) => n === own)?.endedAt === null
}

/** The newest of each kind that a session was given, access first. */
export function newestOf(state: RunState, session: number): TokenState[] {
  const of = (kind: TokenState['kind']) => state.tokens.findLast((one) => one.session === session && one.kind === kind)
  return [of('access'), of('refresh')].filter((token) => token !== undefined)
}

/** The newest of each kind that somebody has copied. */
export function copiesOf(state: RunState, session: number): TokenState[] {
  return newestOf({ ...state, tokens: state.tokens.filter(({ stolenAt }) => stolenAt !== null) }, session)
}

/** As its owner sees it. Null: the browser has dropped it. */
export function ownCondition(token: TokenState, t: number): IconState | null {
  if (token.stoppedBy === 'deleted') return null
  return token.stoppedBy ?? byTime(token, t)
}

/** As whoever holds the copy finds out: a copy of a token that its owner dropped works on. */
export function copyCondition(token: TokenState, t: number, exposure: Exposure | null): IconState {
  const { stoppedBy } = token
  if (stoppedBy === 'denied' || stoppedBy === 'revoked') return stoppedBy
  if (token.kind === 'refresh' && stoppedBy === 'rotated') return 'rotated'
  const left = byTime(token, t)
  return left !== 'expired' && exposure !== null && exposure.leaks > 0 ? 'leak' : left
}

/** What is left of a life, from 1 to 0. */
export function lifeLeft({ issuedAt, expiresAt }: Pick<TokenState, 'issuedAt' | 'expiresAt'>, t: number): number {
  return Math.min(1, Math.max(0, (expiresAt - t) / (expiresAt - issuedAt)))
}

function byTime(token: TokenState, t: number): IconState {
  const left = lifeLeft(token, t)
  return left === 0 ? 'expired' : left <= EXPIRING ? 'expiring' : 'active'
}
