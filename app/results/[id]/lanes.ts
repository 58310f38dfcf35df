import { isAttempt } from '@/lib/lab/run/exposure.ts'
import { shapeOf } from '@/lib/lab/run/outcome.ts'
import { exposureIn, type RunState, type SessionState, type TokenState } from '@/lib/lab/run/state.ts'

/** A stretch of time in one look; milliseconds since the run began. */
export interface Bar {
  from: number
  to: number
  look: 'active' | 'expired' | 'rotated' | 'denied' | 'revoked' | 'leak'
}
export interface Mark {
  at: number
  look: 'ok' | 'leak' | 'refused'
}
export interface Lane {
  label: string
  bars: Bar[]
  marks: Mark[]
}
export interface Group {
  session: SessionState
  lanes: Lane[]
}

/** More would not be told apart on a page. */
const SHOWN = 4

/** What of a run a picture shows: each session's tokens, what the attacker got, and its entry of the denylist. */
export function lanesOf(state: RunState): Group[] {
  return state.sessions.map((session) => ({
    session,
    lanes: [...tokenLanes(state, session), attackerLane(state, session), ...keyLanes(state, session)],
  }))
}

/** A little after the last thing that anybody did: an entry of the denylist outlives that by a minute, and is cut. */
export function axisEnd({ events }: RunState): number {
  const acts = events.filter(({ kind }) => kind !== 'key_expired').map(({ t }) => t)
  return Math.max(1000, ...acts) * 1.04
}

function tokenLanes({ tokens }: RunState, { n }: SessionState): Lane[] {
  const own = tokens.filter(({ session }) => session === n)
  return (['access', 'refresh'] as const).flatMap((kind) =>
    own
      .filter((token) => token.kind === kind)
      .slice(-SHOWN)
      .map((token) => ({ label: `${token.name} ${kind}`, bars: barsOf(token), marks: [] })),
  )
}

/** Solid while its owner could use it; what is left of its life afterwards, in the look of what stopped it. */
function barsOf({ issuedAt, expiresAt, stoppedAt, stoppedBy }: TokenState): Bar[] {
  const active: Bar = { from: issuedAt, to: stoppedAt ?? expiresAt, look: 'active' }
  if (stoppedAt === null || stoppedAt >= expiresAt) return [active]
  const look = stoppedBy === 'deleted' || stoppedBy === null ? 'expired' : stoppedBy
  return [active, { from: stoppedAt, to: expiresAt, look }]
}

function attackerLane(state: RunState, { n }: SessionState): Lane {
  const exposure = exposureIn(state, n)
  const leak: Bar[] =
    exposure && exposure.min > 0 ? [{ from: exposure.t0, to: exposure.t0 + exposure.min, look: 'leak' }] : []
  const marks = state.events
    .filter((event) => event.session === n && isAttempt(event))
    .map((event): Mark => {
      const shape = shapeOf(state, event)
      return { at: event.t, look: shape === 'refused' || shape === 'leak' ? shape : 'ok' }
    })
  return { label: 'Attacker', bars: leak, marks }
}

function keyLanes({ keys }: RunState, { n }: SessionState): Lane[] {
  const own = keys.filter(({ session }) => session === n || session === null)
  if (own.length === 0) return []
  const bars = own.map(({ addedAt, goneAt, until }): Bar => ({ from: addedAt, to: goneAt ?? until, look: 'denied' }))
  return [{ label: 'Denylist', bars, marks: [] }]
}
