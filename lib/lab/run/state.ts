import type { LabEvent, RunView } from '../../http/lab-schemas.ts'
import { type Exposure, exposureOf } from './exposure.ts'

/** All times are milliseconds since the run began, by the server's clock. */
export interface TokenState {
  readonly session: number
  /** A1, R1. */
  readonly name: string
  readonly kind: 'access' | 'refresh'
  /** Whom it was issued to: a thief who renews first has the pair, and you have not. */
  readonly holder: 'you' | 'attacker'
  readonly issuedAt: number
  readonly expiresAt: number
  readonly stolenAt: number | null
  /** From when on its owner could not use it any more, and why. A copy may live on. */
  readonly stoppedAt: number | null
  readonly stoppedBy: 'rotated' | 'revoked' | 'denied' | 'deleted' | null
}

export interface KeyState {
  readonly key: string
  readonly session: number | null
  readonly addedAt: number
  readonly until: number
  readonly goneAt: number | null
}

export interface SessionState {
  readonly n: number
  readonly label: string
  readonly strategy: RunView['sessions'][number]['strategy']
  readonly openedAt: number
  /** The commit of what ended it, whatever that was. */
  readonly endedAt: number | null
  readonly ending: LabEvent['ending']
  /** How many renewals it has had. */
  readonly generation: number
}

export interface RunState {
  readonly run: RunView
  readonly phase: RunView['phase']
  readonly sessions: readonly SessionState[]
  readonly tokens: readonly TokenState[]
  readonly keys: readonly KeyState[]
  /** In the order of `seq`, without gaps. */
  readonly events: readonly LabEvent[]
}

export function emptyState(run: RunView): RunState {
  return { run, phase: 'live', sessions: [], tokens: [], keys: [], events: [] }
}

/** The state of a run is nothing but its events: live view, replay, results and table all come from here. */
export function stateOf(run: RunView, events: readonly LabEvent[]): RunState {
  return events.reduce(advance, emptyState(run))
}

/** Pure. An event that is known already changes nothing; one that leaves a gap is the caller's to fetch (`missing`). */
export function advance(state: RunState, event: LabEvent): RunState {
  if (event.seq <= lastSeq(state)) return state
  const next = { ...state, events: [...state.events, event] }
  switch (event.kind) {
    case 'issued':
      return withToken(withSession(next, event), event)
    case 'stolen':
      return mapToken(next, event, (token) => ({ ...token, stolenAt: token.stolenAt ?? event.t }))
    case 'refreshed':
      return event.reason === 'rotated' ? rotated(next, event) : next
    case 'logout':
    case 'revoked':
    case 'family_revoked':
      return ended(next, event)
    case 'denylisted':
      return denied(next, event)
    case 'key_expired':
      return mapKey(next, event, (key) => ({ ...key, goneAt: event.t }))
    case 'settled':
    case 'stopped':
      return { ...next, phase: event.kind }
    default:
      return next
  }
}

export const lastSeq = ({ events }: RunState): number => events.at(-1)?.seq ?? 0

/** Of one session; null until somebody has logged out of it. */
export function exposureIn({ events, sessions }: RunState, n: number): Exposure | null {
  return exposureOf(events, n, sessions.find((session) => session.n === n)?.endedAt ?? null)
}

function withSession(state: RunState, event: LabEvent): RunState {
  const generation = generationOf(event)
  if (state.sessions.some(({ n }) => n === event.session))
    return mapSession(state, event, (session) => ({ ...session, generation }))
  const listed = state.run.sessions.find(({ n }) => n === event.session)
  const session: SessionState = {
    n: event.session!,
    label: event.by ?? listed?.label ?? `Session ${event.session}`,
    strategy: listed?.strategy ?? state.run.settings.strategy,
    openedAt: event.t,
    endedAt: null,
    ending: null,
    generation,
  }
  return { ...state, sessions: [...state.sessions, session] }
}

function withToken(state: RunState, event: LabEvent): RunState {
  if (event.token === null || event.expiresAt === null) return state
  // The same pair once more, as after a lost answer.
  if (state.tokens.some(({ session, name }) => session === event.session && name === event.token))
    return mapToken(state, event, (token) => ({ ...token, expiresAt: event.expiresAt! }))
  const token: TokenState = {
    session: event.session!,
    name: event.token,
    kind: event.token.startsWith('A') ? 'access' : 'refresh',
    holder: event.actor === 'attacker' ? 'attacker' : 'you',
    issuedAt: event.t,
    expiresAt: event.expiresAt,
    stolenAt: null,
    stoppedAt: null,
    stoppedBy: null,
  }
  return { ...state, tokens: [...state.tokens, token] }
}

/** The pair before the one just issued: its refresh token is spent, its access token lives on to its `exp`. */
function rotated(state: RunState, event: LabEvent): RunState {
  return mapToken(state, event, (token) => ({ ...token, stoppedAt: event.t, stoppedBy: 'rotated' }))
}

function ended(state: RunState, event: LabEvent): RunState {
  const session = state.sessions.find(({ n }) => n === event.session)
  if (!session || session.endedAt !== null) return state
  const stop = (token: TokenState): TokenState => {
    if (token.session !== event.session || token.stoppedAt !== null || token.expiresAt <= event.t) return token
    return { ...token, stoppedAt: event.t, stoppedBy: token.kind === 'refresh' ? 'revoked' : 'deleted' }
  }
  const closed = mapSession(state, event, (one) => ({ ...one, endedAt: event.t, ending: event.ending }))
  return { ...closed, tokens: closed.tokens.map(stop) }
}

function denied(state: RunState, event: LabEvent): RunState {
  if (state.keys.some(({ key }) => key === event.key)) return state
  const key: KeyState = {
    key: event.key!,
    session: event.session,
    addedAt: event.t,
    until: event.expiresAt!,
    goneAt: null,
  }
  const covers = (token: TokenState) =>
    token.kind === 'access' && (event.session === null || token.session === event.session) && token.expiresAt > event.t
  return {
    ...state,
    keys: [...state.keys, key],
    tokens: state.tokens.map((token) =>
      covers(token) ? { ...token, stoppedAt: token.stoppedAt ?? event.t, stoppedBy: 'denied' } : token,
    ),
  }
}

/** A successor that was given out twice is called A2b. */
const generationOf = ({ token }: LabEvent): number => Number.parseInt(token?.slice(1) ?? '1', 10) - 1

function mapToken(state: RunState, { session, token }: LabEvent, change: (token: TokenState) => TokenState): RunState {
  const is = (one: TokenState) => one.session === session && one.name === token
  return { ...state, tokens: state.tokens.map((one) => (is(one) ? change(one) : one)) }
}

function mapSession(state: RunState, { session }: LabEvent, change: (one: SessionState) => SessionState): RunState {
  return { ...state, sessions: state.sessions.map((one) => (one.n === session ? change(one) : one)) }
}

function mapKey(state: RunState, { key }: LabEvent, change: (one: KeyState) => KeyState): RunState {
  return { ...state, keys: state.keys.map((one) => (one.key === key ? change(one) : one)) }
}
