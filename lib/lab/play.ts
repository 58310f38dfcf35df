import type { Auth, IssuedTokens, Strategies } from '../auth/index.ts'
import type { LabTokens } from '../http/lab-cookies.ts'
import type { LabEvent } from '../http/lab-schemas.ts'
import type { KeptToken, LabStore, NewLabEvent, RunChange, RunRow } from './ports.ts'
import { blankEvent } from './run/blank.ts'

/** A run as one process holds it: its row, the engine with its lifetimes, its clock and its diary. */
export interface Play {
  row: RunRow
  readonly auth: Auth
  readonly strategies: Strategies
  /** Milliseconds of `performance.now()` at which the run began. */
  readonly beganAt: number
  /** The Set-Cookie lines that the reader's browser was sent last, as they were sent. */
  sentCookies: string[]
  /** Called whenever somebody's copy becomes stale: hands the newest pair to whoever steals from this session. */
  readonly onIssued: (n: number, tokens: LabTokens, names: string[]) => void
}

type Entry = Pick<NewLabEvent, 't' | 'actor' | 'kind'> & Partial<NewLabEvent>

/** Milliseconds since the run began, of a moment of `performance.now()`: monotonic, whatever the wall clock does. */
export const atOf = ({ beganAt }: Play, moment = performance.now()): number => round(moment - beganAt)
/** The same of a NumericDate, such as an `exp`. */
export const atOfDate = ({ row }: Play, seconds: number): number => round((seconds - row.startedAt) * 1000)
const round = (milliseconds: number) => Math.round(milliseconds * 100) / 100

/** What plays share: the store and who listens to which run. */
export function createDiary(store: LabStore) {
  const listeners = new Map<string, Set<() => void>>()
  return {
    async record(play: Play, ...entries: Entry[]): Promise<LabEvent[]> {
      const events = await store.append(
        play.row.id,
        entries.map((entry) => ({ ...blankEvent, ...entry })),
      )
      for (const wake of listeners.get(play.row.id) ?? []) wake()
      return events
    },
    async change(play: Play, change: RunChange): Promise<void> {
      play.row = { ...play.row, ...change }
      await store.changeRun(play.row.id, change)
    },
    listen(runId: string, wake: () => void): () => void {
      const own = listeners.get(runId) ?? new Set()
      listeners.set(runId, own.add(wake))
      return () => {
        own.delete(wake)
        if (own.size === 0) listeners.delete(runId)
      }
    },
    listenerCount: (runId: string): number => listeners.get(runId)?.size ?? 0,
  }
}
export type Diary = ReturnType<typeof createDiary>

/** Names a pair that was issued in session `n`, keeps it, and writes it down. A successor that was given out before keeps its name. */
export async function recordIssued(
  { store, diary }: { store: LabStore; diary: Diary },
  play: Play,
  n: number,
  { session, accessToken, refreshToken, holder }: IssuedTokens,
  to: Pick<Entry, 'actor' | 'by'>,
): Promise<string[]> {
  const { id: runId } = play.row
  const known = await store.listTokens(runId)
  const number = session.generation + 1
  const issuedAt = atOf(play)
  const named = (kind: KeptToken['kind'], text: string, expiresAt: number): KeptToken => {
    const base = `${kind === 'access' ? 'A' : 'R'}${number}`
    const twins = known.filter((token) => token.session === n && new RegExp(`^${base}[a-z]?$`).test(token.name)).length
    const name = twins === 0 ? base : base + String.fromCharCode('a'.charCodeAt(0) + twins)
    return { runId, session: n, name, kind, text, issuedAt, expiresAt: atOfDate(play, expiresAt) }
  }
  // Whole seconds, as in the token: `accessUntil` may be later where an older token of the session lives longer.
  const fresh = [named('access', accessToken, expiryOf(accessToken))]
  const successor = known.find(({ text }) => text === refreshToken)
  if (refreshToken && !successor) fresh.push(named('refresh', refreshToken, session.idleExpiresAt))
  await store.keepTokens(fresh)
  await diary.record(
    play,
    ...fresh.map((token) => ({
      t: issuedAt,
      ...to,
      kind: 'issued' as const,
      session: n,
      token: token.name,
      expiresAt: token.expiresAt,
      region: token.kind === 'access' ? 'issue' : session.generation === 0 ? 'open-session' : 'rotate',
    })),
  )
  const names = [...fresh.map(({ name }) => name), ...(successor ? [successor.name] : [])]
  play.onIssued(n, { accessToken, refreshToken, holder }, names)
  return names
}

/** `exp` of a token that this process has just signed. */
function expiryOf(token: string): number {
  const { exp } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())
  return exp
}
