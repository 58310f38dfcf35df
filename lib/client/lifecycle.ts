import type { Strategies } from '@/lib/auth/index.ts'
import type { WireActivity, WireListedSession, WireSession } from '@/lib/http/schemas.ts'
import type { LiveEvent } from './events.ts'

/** What a page knows of the login that it was rendered for; everything on it is drawn from this and the time. */
export interface Lifecycle {
  session: WireSession
  sessions: WireListedSession[]
  /** Newest first, each once. */
  activity: WireActivity[]
  /** True: the stream begins after something that this page has not heard of, so it has to ask. */
  behind: boolean
}

export type LifecycleEvent =
  | Pick<LiveEvent & { name: 'hello' }, 'name' | 'id' | 'data'>
  | Pick<LiveEvent & { name: 'activity' }, 'name' | 'data'>
  | Pick<LiveEvent & { name: 'sessions' }, 'name' | 'data'>
  | Pick<LiveEvent & { name: 'ended' }, 'name'>
  /** Answers to the page's own question; null: a newer list of the sessions has come meanwhile. */
  | { name: 'loaded'; sessions: WireListedSession[] | null; activity: WireActivity[] }

/** A pure fold: the same events give the same page, however often and in whatever order they are told. */
export function advance(state: Lifecycle, event: LifecycleEvent): Lifecycle {
  switch (event.name) {
    case 'hello':
      return {
        ...state,
        session: newer(state.session, event.data.session),
        behind: event.id > (state.activity[0]?.id ?? 0),
      }
    case 'activity':
      return {
        ...state,
        session: newer(state.session, event.data.session),
        activity: merge(state.activity, [event.data.activity]),
      }
    case 'sessions':
      return withSessions(state, event.data.sessions)
    case 'loaded':
      return {
        ...(event.sessions ? withSessions(state, event.sessions) : state),
        activity: merge(state.activity, event.activity),
        behind: false,
      }
    case 'ended':
      return state
  }
}

function withSessions(state: Lifecycle, sessions: WireListedSession[]): Lifecycle {
  const own = sessions.find(({ id }) => id === state.session.id)
  return { ...state, sessions, session: own ? newer(state.session, own) : state.session }
}

/** Of one session, whichever has come further; another session is never mixed in. */
function newer(known: WireSession, told: WireSession): WireSession {
  if (told.id !== known.id || told.generation < known.generation) return known
  return told.lastSeenAt < known.lastSeenAt && told.endedAt === null ? known : told
}

function merge(known: WireActivity[], told: WireActivity[]): WireActivity[] {
  const byId = new Map([...known, ...told].map((one) => [one.id, one]))
  return [...byId.values()].sort((one, other) => other.id - one.id)
}

export type TokenCondition = 'active' | 'expiring' | 'expired' | 'rotated' | 'revoked' | 'denied'

export interface TokenView {
  /** A3, R3: kind and generation. */
  name: string
  kind: 'access' | 'refresh'
  state: TokenCondition
  issuedAt: number
  expiresAt: number
  /** Access: first seen in use. */
  usedAt: number | null
  /** From when on its life no longer counts down: it was rotated or revoked. */
  stoppedAt: number | null
  /** The browser holds a younger one in its place. */
  replaced: boolean
}

/** The last part of a life that is called expiring. */
const EXPIRING = 0.2

/** What is left of a life, from 1 to 0. */
export function lifeLeft(token: Pick<TokenView, 'issuedAt' | 'expiresAt' | 'stoppedAt'>, now: number): number {
  const left = (token.expiresAt - (token.stoppedAt ?? now)) / (token.expiresAt - token.issuedAt)
  return Math.min(1, Math.max(0, left))
}

function conditionByTime(issuedAt: number, expiresAt: number, now: number): TokenCondition {
  const left = lifeLeft({ issuedAt, expiresAt, stoppedAt: null }, now)
  return left === 0 ? 'expired' : left <= EXPIRING ? 'expiring' : 'active'
}

/** The pair in use, newest first, and the pair it replaced while anything is known of it. */
export function tokensOf({ session, activity }: Lifecycle, strategies: Strategies, now: number): TokenView[] {
  const { generation, rotatedAt, refreshExpiresAt } = session
  const current = accessToken(session, strategies, generation, rotatedAt, session.accessExpiresAt, now)
  if (refreshExpiresAt === null) return [current]
  const refreshState = session.endedAt === null ? conditionByTime(rotatedAt, refreshExpiresAt, now) : 'revoked'
  const refresh: TokenView = {
    name: `R${generation}`,
    kind: 'refresh',
    state: refreshState,
    issuedAt: rotatedAt,
    expiresAt: refreshExpiresAt,
    usedAt: null,
    stoppedAt: session.endedAt,
    replaced: false,
  }
  const parentIssuedAt = issueTime(session, activity, generation - 1)
  return parentIssuedAt === null
    ? [current, refresh]
    : [current, refresh, ...replacedPair(session, strategies, parentIssuedAt, now)]
}

function accessToken(
  session: WireSession,
  strategies: Strategies,
  generation: number,
  issuedAt: number,
  expiresAt: number,
  now: number,
): TokenView {
  const byTime = conditionByTime(issuedAt, expiresAt, now)
  const denied = session.endedAt !== null && strategies[session.strategy].denies && byTime !== 'expired'
  return {
    name: `A${generation}`,
    kind: 'access',
    state: denied ? 'denied' : byTime,
    issuedAt,
    expiresAt,
    usedAt: generation === session.generation ? session.usedAt : null,
    stoppedAt: null,
    replaced: generation !== session.generation,
  }
}

/** Its access token lives to its own `exp`: nobody has taken it back. That time is calculated from the lifetime. */
function replacedPair(session: WireSession, strategies: Strategies, issuedAt: number, now: number): TokenView[] {
  const generation = session.generation - 1
  const { accessLifetime, refreshLifetime } = strategies[session.strategy]
  const exp = Math.floor(issuedAt) + accessLifetime
  const refresh: TokenView = {
    name: `R${generation}`,
    kind: 'refresh',
    state: 'rotated',
    issuedAt,
    expiresAt: issuedAt + (refreshLifetime?.idle ?? 0),
    usedAt: null,
    stoppedAt: session.rotatedAt,
    replaced: true,
  }
  return [accessToken(session, strategies, generation, issuedAt, exp, now), refresh]
}

function issueTime(session: WireSession, activity: WireActivity[], generation: number): number | null {
  if (generation === 0) return session.createdAt
  const renewal = activity.find(
    (one) => one.sessionId === session.id && one.kind === 'refreshed' && one.generation === generation,
  )
  return renewal?.at ?? null
}
