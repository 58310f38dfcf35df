import type { Denial, EndReason, Strategy } from '../auth/index.ts'
import type { Guess, LabEvent, ResultView, RunView, Settings } from '../http/lab-schemas.ts'

export type { ResultView }

/** One session of a run; `endedAt` in seconds since the epoch. */
export interface LabSession {
  n: number
  id: string
  label: string
  strategy: Strategy
  /** Of the account when it was opened. */
  version: number
  ended: EndReason | null
}

/** A run: one ephemeral account and what was chosen for it. Times in seconds since the epoch. */
export interface RunRow {
  id: string
  /** Hash of the cookie of the guest whose run it is. */
  guest: string
  accountId: string
  settings: Settings
  guess: Guess | null
  /** Null: not known yet, or no guess. */
  verdict: 'right' | 'wrong' | null
  phase: RunView['phase']
  sessions: LabSession[]
  /** How many passwords the guest has had. */
  passwords: number
  startedAt: number
  /** When the process that plays it last said so. */
  seenAt: number
}
export type RunChange = Partial<Pick<RunRow, 'verdict' | 'phase' | 'sessions' | 'passwords' | 'seenAt'>>

/** A token of the lab is powerless outside its run, so it is kept as it is. Times in milliseconds since the run began. */
export interface KeptToken {
  runId: string
  session: number
  name: string
  kind: 'access' | 'refresh'
  text: string
  issuedAt: number
  expiresAt: number
}

export type NewLabEvent = Omit<LabEvent, 'seq'>

export interface Proof {
  name: string
  at: number
}

/** What the sandbox keeps beside accounts, sessions and denials, which are the product's own. Anything thrown means "unavailable". */
export interface LabStore {
  createRun(run: RunRow): Promise<void>
  findRun(id: string): Promise<RunRow | null>
  /** Newest first. */
  listRuns(guest: string, limit: number): Promise<RunRow[]>
  /** Live ones of this guest that somebody plays. */
  countLive(guest: string, seenAfter: number): Promise<number>
  changeRun(id: string, change: RunChange): Promise<void>
  /** Appends in one transaction and numbers from 1 without gaps, whoever else appends. */
  append(runId: string, events: NewLabEvent[]): Promise<LabEvent[]>
  /** Oldest first, with `seq` greater than `after`. */
  listEvents(runId: string, after: number, limit: number): Promise<LabEvent[]>
  keepTokens(tokens: KeptToken[]): Promise<void>
  findToken(runId: string, text: string): Promise<KeptToken | null>
  listTokens(runId: string): Promise<KeptToken[]>
  /** Those of `keys` that are in force or not yet swept, from the database itself. */
  findDenials(keys: readonly string[]): Promise<Denial[]>
  saveResult(result: ResultView, expiresAt: number): Promise<void>
  findResult(id: string): Promise<ResultView | null>
  /** The first time counts. */
  prove(guest: string, name: string, at: number): Promise<void>
  listProofs(guest: string): Promise<Proof[]>
  /** Ends what nobody plays any more, deletes runs older than `before` with their accounts, and expired results. Returns how many rows went. */
  sweep(times: { before: number; unseenSince: number; now: number; proofsBefore: number }): Promise<number>
}
