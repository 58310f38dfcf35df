import type { LabEvent } from '../../http/lab-schemas.ts'
import { isAttempt } from './exposure.ts'
import { type Shape, shapeOf } from './outcome.ts'
import type { KeyState, RunState, SessionState, TokenState } from './state.ts'

export type LaneKind = 'you-access' | 'you-refresh' | 'copy-access' | 'copy-refresh' | 'denylist' | 'session'

/** Milliseconds since the run began. */
export interface Bar {
  /** A1, R2; null: an entry or a row. */
  readonly token: string | null
  readonly from: number
  /** The end of its life, or where it was replaced. */
  readonly to: number
  /** The end of its life, also where the bar is cut. */
  readonly expiresAt: number | null
  /** From when on it was of no use to whoever holds it, before its end. */
  readonly stoppedAt: number | null
  readonly stoppedBy: 'rotated' | 'revoked' | 'denied' | 'deleted' | 'replaced' | null
}

export interface Mark {
  readonly seq: number
  readonly t: number
  readonly shape: Shape
}

export interface Lane {
  readonly id: string
  readonly kind: LaneKind
  readonly session: number
  readonly title: string
  readonly bars: readonly Bar[]
  readonly marks: readonly Mark[]
}

export interface LaneGroup {
  readonly n: number
  readonly label: string
  /** The commit of the logout. */
  readonly t0: number | null
  readonly lanes: readonly Lane[]
}

const titles: Record<LaneKind, string> = {
  'you-access': 'You · access',
  'you-refresh': 'You · refresh',
  'copy-access': 'Attacker · access copy',
  'copy-refresh': 'Attacker · refresh copy',
  denylist: 'Denylist entry',
  session: 'Session row',
}

/** Only what the strategy uses: a session row that no check reads decides nothing. */
const lanesOfStrategy: Record<SessionState['strategy'], LaneKind[]> = {
  'client-side': ['you-access', 'copy-access'],
  denylist: ['you-access', 'copy-access', 'denylist'],
  rotation: ['you-access', 'you-refresh', 'copy-access', 'copy-refresh', 'session'],
  combined: ['you-access', 'you-refresh', 'copy-access', 'copy-refresh', 'denylist', 'session'],
}

/** One group for each session of the run, also before it is opened, so that nothing moves when it is. */
export function lanesOf(state: RunState, only: (kind: LaneKind) => boolean = () => true): LaneGroup[] {
  const { sessions: listed, settings } = state.run
  const later = state.sessions.filter(({ n }) => !listed.some((one) => one.n === n))
  return [...listed, ...later].map(({ n, label, strategy }) => {
    const events = state.events.filter(({ session }) => session === n || session === null)
    const used = lanesOfStrategy[strategy]
    const owner = settings.scenario === 'everywhere' && n > 1 ? label : 'You'
    const lanes = used.filter(only).map((kind) => ({
      id: `${n}-${kind}`,
      kind,
      session: n,
      title: titles[kind].replace('You', owner),
      bars: barsOf(state, n, kind),
      marks: marksOf(state, events, kind, used),
    }))
    return { n, label, t0: state.sessions.find((one) => one.n === n)?.endedAt ?? null, lanes }
  })
}

function barsOf(state: RunState, n: number, kind: LaneKind): Bar[] {
  if (kind === 'session') return state.sessions.filter((session) => session.n === n).map((one) => rowBar(state, one))
  if (kind === 'denylist') return state.keys.filter(({ session }) => session === n || session === null).map(keyBar)
  const [who, what] = kind.split('-')
  const tokens = state.tokens.filter((token) => token.session === n && token.kind === what)
  if (who === 'you') return tokens.filter(({ holder }) => holder === 'you').map(ownBar)
  return tokens.filter(({ holder, stolenAt }) => holder === 'attacker' || stolenAt !== null).map(copyBar)
}

/** In your browser the next token takes the place of the one before. */
function ownBar(token: TokenState, at: number, all: TokenState[]): Bar {
  const { name, issuedAt, expiresAt, stoppedAt, stoppedBy } = token
  const next = all[at + 1]?.issuedAt ?? expiresAt
  const common = { token: name, from: issuedAt, expiresAt }
  if (stoppedBy === 'rotated') return { ...common, to: Math.min(expiresAt, stoppedAt!), stoppedAt, stoppedBy }
  if (next >= (stoppedAt ?? expiresAt)) return { ...common, to: expiresAt, stoppedAt, stoppedBy }
  return { ...common, to: next, stoppedAt: next, stoppedBy: 'replaced' }
}

/** A copy does not hear that its owner has forgotten the token. */
function copyBar({ name, kind, issuedAt, stolenAt, expiresAt, stoppedAt, stoppedBy }: TokenState): Bar {
  const heard = stoppedBy !== 'deleted' && stoppedBy !== null
  const to = kind === 'refresh' && stoppedBy === 'rotated' ? Math.max(stoppedAt!, stolenAt ?? issuedAt) : expiresAt
  return {
    token: name,
    from: stolenAt ?? issuedAt,
    to,
    expiresAt,
    stoppedAt: heard ? stoppedAt : null,
    stoppedBy: heard ? stoppedBy : null,
  }
}

const keyBar = ({ addedAt, until, goneAt }: KeyState): Bar => ({
  token: null,
  from: addedAt,
  to: goneAt ?? until,
  expiresAt: until,
  stoppedAt: null,
  stoppedBy: null,
})

function rowBar(state: RunState, session: SessionState): Bar {
  const { openedAt, endedAt } = session
  const ends = state.tokens.filter(({ session: n }) => n === session.n).map(({ expiresAt }) => expiresAt)
  const to = Math.max(openedAt, ...ends)
  const stoppedBy = endedAt === null ? null : 'revoked'
  return { token: null, from: openedAt, to, expiresAt: null, stoppedAt: endedAt, stoppedBy }
}

function marksOf(state: RunState, events: readonly LabEvent[], kind: LaneKind, used: readonly LaneKind[]): Mark[] {
  const own = (event: LabEvent) => used.find((one) => one === laneOf(event)) ?? 'you-access'
  return events.flatMap((event) => {
    const shape = shapeOf(state, event)
    return shape && own(event) === kind ? [{ seq: event.seq, t: event.t, shape }] : []
  })
}

/** In which lane an event has its mark, where the strategy has that lane. */
function laneOf(event: LabEvent): LaneKind {
  const what = event.token?.startsWith('R') || event.kind === 'refreshed' ? 'refresh' : 'access'
  switch (event.kind) {
    case 'denylisted':
      return 'denylist'
    case 'logout':
      return 'you-access'
    case 'revoked':
    case 'family_revoked':
    case 'reuse_detected':
      return 'session'
    default:
      return event.actor === 'attacker' && (isAttempt(event) || event.kind === 'stolen')
        ? `copy-${what}`
        : `you-${what}`
  }
}

/** Beyond the longest life. */
const ROOM = 1.2
/** How many access tokens of a renewed login fit before the axis has to be longer. */
const RENEWALS = 3

/**
 * The end of the axis. Fixed for a run by its settings; twice as long, once, each time something happens beyond it, which
 * only a login that renews itself or a waiting reader can bring about. Refresh tokens and entries may run off it.
 */
export function axisOf({ run, sessions, tokens, events }: RunState): number {
  const { logoutAt, access, longAccess } = run.settings
  const strategies = (run.sessions.length > 0 ? run.sessions : sessions).map(({ strategy }) => strategy)
  const renews = (strategy: string) => strategy === 'rotation' || strategy === 'combined'
  const lives = strategies.map((strategy) => {
    if (!renews(strategy)) return longAccess
    return logoutAt === null ? access * RENEWALS : logoutAt + access
  })
  const base = Math.max(...lives, access) * ROOM * 1000
  const living = tokens
    .filter(({ kind, issuedAt }) => kind === 'access' && issuedAt > 0)
    .map(({ expiresAt }) => expiresAt)
  const last = Math.max(0, events.at(-1)?.t ?? 0, ...living)
  let end = base
  while (end < last) end *= 2
  return end
}

/** Seconds: what people count time in. */
const steps = [0.5, 1, 2, 5, 10, 20, 60, 120, 300, 600, 900, 1800, 3600]

/** Where the axis has its numbers, in milliseconds: round ones, at most eight steps. */
export function ticksOf(end: number): number[] {
  const step = (steps.find((seconds) => seconds * 8000 >= end) ?? 86_400) * 1000
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, at) => at * step)
}

/** So many marks of one lane can still be told apart. */
const DENSE = 60

export interface MarkRun {
  readonly shape: Shape
  readonly from: number
  readonly to: number
  readonly seqs: readonly number[]
}

/** A shorter run needs no count. */
const FEW = 5

/** Alike marks that follow one another become one with a count where a lane is dense; the table keeps every row. */
export function mergeMarks(marks: readonly Mark[]): MarkRun[] {
  const runs: Mark[][] = []
  for (const mark of marks) {
    const last = runs.at(-1)
    if (last?.[0]?.shape === mark.shape) last.push(mark)
    else runs.push([mark])
  }
  const merges = (run: Mark[]) => marks.length > DENSE && run.length > FEW
  return runs.flatMap((run) => (merges(run) ? [runOf(run)] : run.map((mark) => runOf([mark]))))
}

const runOf = (marks: Mark[]): MarkRun => ({
  shape: marks[0]!.shape,
  from: marks[0]!.t,
  to: marks.at(-1)!.t,
  seqs: marks.map(({ seq }) => seq),
})
