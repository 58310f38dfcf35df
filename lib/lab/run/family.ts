import type { LabEvent, Reason } from '../../http/lab-schemas.ts'
import type { RunState } from './state.ts'

/** Who may come with a token: the reader, one of their other tabs or devices, or somebody with a copy. */
export type Party = 'you' | 'attacker' | 'device'

/** What presenting a refresh token came to. `lost`: the server rotated or replayed it, and the answer never arrived. */
export type Outcome = 'rotated' | 'replayed' | 'fresh' | 'lost' | 'alarm' | 'refused'

/** A refresh token was shown to the server. Times are milliseconds since the run began. */
export interface Presentation {
  readonly seq: number
  readonly t: number
  readonly party: Party
  readonly by: string | null
  /** What was presented. Null: nothing that this run issued. */
  readonly token: string | null
  readonly outcome: Outcome
  readonly status: number | null
  readonly reason: Reason | null
  readonly region: string | null
  /** The one that was issued for it, or given again. */
  readonly child: string | null
}

/** The access token beside it; whoever gets the same pair again gets another text of it: A2, A2b. */
export interface AccessCopy {
  readonly name: string
  readonly to: Party
  readonly until: number
}

/** One generation of a session's tokens. */
export interface FamilyNode {
  /** R1. */
  readonly name: string
  readonly access: readonly AccessCopy[]
  readonly state: 'active' | 'rotated' | 'revoked'
  readonly issuedAt: number
  /** Who asked for it; null: the login. */
  readonly issuedTo: Party | null
  readonly by: string | null
  readonly refreshUntil: number
  readonly rotatedAt: number | null
  readonly revokedAt: number | null
  readonly stolenAt: number | null
  /** The first sight of it in use, which closes the time in which its parent may be retried. */
  readonly usedAt: number | null
  readonly usedBy: Party | null
  readonly presentations: readonly Presentation[]
  /** Of the event that issued it. */
  readonly seq: number
  readonly region: string | null
}

/** One login's line of descent. */
export interface Family {
  readonly state: 'active' | 'revoked'
  readonly endedAt: number | null
  readonly ending: LabEvent['ending']
  readonly nodes: readonly FamilyNode[]
  /** All of them, by time. */
  readonly presentations: readonly Presentation[]
  /** The one that ended it. */
  readonly alarm: Presentation | null
  /** Who has been refused since, at first with what: whoever comes second learns why. */
  readonly refused: readonly { party: Party; at: number; reason: Reason | null }[]
}

const isParty = (actor: LabEvent['actor']): actor is Party => actor !== 'server'
/** The server itself issues to whoever logs in. */
const partyOf = (actor: LabEvent['actor']): Party => (isParty(actor) ? actor : 'you')
const isGood = ({ status }: { status: number | null }): boolean => status !== null && status >= 200 && status < 300
const byTime = (one: LabEvent, other: LabEvent): number => one.t - other.t || one.seq - other.seq

/** Pure: what the events tell of one session's refresh tokens. Null: it has none. */
export function familyOf({ events, sessions }: Pick<RunState, 'events' | 'sessions'>, n: number): Family | null {
  const own = events.filter(({ session }) => session === n).toSorted(byTime)
  const issued = own.filter(({ kind, token }) => kind === 'issued' && token?.startsWith('R'))
  const first = [...new Map(issued.toReversed().map((event) => [event.token, event])).values()].reverse()
  if (first.length === 0) return null
  const presentations = presentationsOf(own)
  const session = sessions.find((one) => one.n === n)
  const endedAt = session?.endedAt ?? null
  const nodes = first.map((event, at) => nodeOf(event, first[at + 1] ?? null, own, presentations, endedAt))
  return {
    state: endedAt === null ? 'active' : 'revoked',
    endedAt,
    ending: session?.ending ?? null,
    nodes,
    presentations,
    alarm: presentations.find(({ outcome }) => outcome === 'alarm') ?? null,
    refused: refusedOf(own, endedAt),
  }
}

function presentationsOf(own: LabEvent[]): Presentation[] {
  const shown = own.filter(({ kind, actor }) => kind === 'refreshed' && isParty(actor))
  const alarm = shown.find(({ reason }) => reason === 'refresh_reused')
  return shown.map((event) => {
    const { seq, t, actor, by, token, status, reason, region } = event
    const good = isGood(event) && (reason === 'rotated' || reason === 'replayed')
    const lost = good && own.some((one) => one.kind === 'reply_lost' && isReplyTo(one, event, shown))
    const outcome: Outcome = lost
      ? 'lost'
      : isGood(event)
        ? (reason as 'rotated' | 'replayed' | 'fresh')
        : event === alarm
          ? 'alarm'
          : 'refused'
    const child = good && token ? nameAfter(token) : null
    return { seq, t, party: actor as Party, by, token, outcome, status, reason, region, child }
  })
}

/** The loss is told after the request, by whoever made it. */
function isReplyTo(loss: LabEvent, request: LabEvent, shown: LabEvent[]): boolean {
  return shown.findLast(({ actor, seq }) => actor === loss.actor && seq < loss.seq) === request
}

function nodeOf(
  event: LabEvent,
  next: LabEvent | null,
  own: LabEvent[],
  presentations: Presentation[],
  endedAt: number | null,
): FamilyNode {
  const name = event.token!
  const asked = presentations.find(({ child, reason }) => child === name && reason === 'rotated')
  const use = own.find((one) => isParty(one.actor) && isUseOf(one, name))
  return {
    name,
    access: own
      .filter(({ kind, token }) => kind === 'issued' && token?.startsWith('A') && isBeside(token, name))
      .map(({ token, actor, expiresAt }) => ({ name: token!, to: partyOf(actor), until: expiresAt! })),
    state: endedAt !== null ? 'revoked' : next ? 'rotated' : 'active',
    issuedAt: event.t,
    issuedTo: asked?.party ?? null,
    by: asked?.by ?? null,
    refreshUntil: event.expiresAt ?? event.t,
    rotatedAt: next?.t ?? null,
    revokedAt: endedAt,
    stolenAt: own.find(({ kind, token }) => kind === 'stolen' && token === name)?.t ?? null,
    usedAt: use?.t ?? null,
    usedBy: use ? (use.actor as Party) : null,
    presentations: presentations.filter(({ token }) => token === name),
    seq: event.seq,
    region: event.region,
  }
}

/** Its access token was accepted, or it was presented itself while it was the current one. */
function isUseOf(event: LabEvent, name: string): boolean {
  if (!isGood(event) || event.token === null) return false
  if (event.kind === 'used' || event.kind === 'replayed') return isBeside(event.token, name)
  return event.kind === 'refreshed' && event.token === name && (event.reason === 'rotated' || event.reason === 'fresh')
}

const numberOf = (token: string): number => Number.parseInt(token.slice(1), 10)
const isBeside = (access: string, refresh: string): boolean => numberOf(access) === numberOf(refresh)
const nameAfter = (token: string): string => `R${numberOf(token) + 1}`

/** The alarm's own request is refused at the commit, not after it. */
function refusedOf(own: LabEvent[], endedAt: number | null): Family['refused'] {
  if (endedAt === null) return []
  const refused = own.filter((one) => one.status === 401 && (one.t >= endedAt || one.reason === 'refresh_reused'))
  const first = new Map(refused.toReversed().map((event) => [event.actor, event]))
  return [...first.values()].toSorted(byTime).map(({ actor, t, reason }) => ({ party: actor as Party, at: t, reason }))
}
