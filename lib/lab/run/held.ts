import type { Exposure } from './exposure.ts'
import type { RunState, TokenState } from './state.ts'

/** A token in somebody's hands; `leak`: it works although its owner has logged out. */
export type HeldCondition = 'active' | 'expiring' | 'expired' | 'rotated' | 'revoked' | 'denied' | 'leak'

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
export function ownCondition(token: TokenState, t: number): HeldCondition | null {
  return token.stoppedBy === 'deleted' ? null : stopOf(token, t)
}

/** As whoever holds the copy finds out: a copy of a token that its owner dropped works on. */
export function copyCondition(token: TokenState, t: number, exposure: Exposure | null): HeldCondition {
  const condition = stopOf(token.stoppedBy === 'deleted' ? { ...token, stoppedBy: null } : token, t)
  const works = condition === 'active' || condition === 'expiring'
  return works && exposure !== null && exposure.leaks > 0 ? 'leak' : condition
}

/** In the order of the checks: a renewal asks for the row before the time, an access token is in time before it is denied. */
function stopOf(token: TokenState, t: number): HeldCondition {
  const { stoppedBy, expiresAt } = token
  if (stoppedBy === 'rotated' || stoppedBy === 'revoked') return stoppedBy
  if (t >= expiresAt) return 'expired'
  if (stoppedBy === 'denied') return stoppedBy
  return lifeLeft(token, t) <= EXPIRING ? 'expiring' : 'active'
}

/** What is left of a life, from 1 to 0. */
export function lifeLeft({ issuedAt, expiresAt }: Pick<TokenState, 'issuedAt' | 'expiresAt'>, t: number): number {
  return Math.min(1, Math.max(0, (expiresAt - t) / (expiresAt - issuedAt)))
}
