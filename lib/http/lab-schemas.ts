import { z } from 'zod'
import { accessRefusals, endReasons, refreshRefusals, strategyNames } from '../auth/index.ts'

/** What a run plays. `race` and `compare`: every strategy at once. */
export const scenarioNames = ['race', 'forget', 'denylist', 'rotate', 'everywhere', 'theft', 'free', 'compare'] as const
/** Who does what first in a theft of refresh tokens. */
export const theftPaths = ['you-first', 'thief-first', 'two-tabs', 'lost-reply', 'shadow'] as const
export const presetNames = ['race', 'fast', 'slow', 'production', 'test'] as const
export const actorNames = ['you', 'attacker', 'device', 'server'] as const
export const eventKinds = [
  'started',
  'issued',
  'stolen',
  'used',
  'replayed',
  'refreshed',
  'reply_lost',
  'logout',
  'revoked',
  'denylisted',
  'key_expired',
  'reuse_detected',
  'family_revoked',
  'settled',
  'stopped',
] as const
/** `ok`, or how a refresh was answered, or why a credential was refused: told on the lab's stream alone. */
export const reasons = [
  'ok',
  'rotated',
  'replayed',
  'fresh',
  ...accessRefusals,
  ...refreshRefusals,
  'store_unavailable',
] as const
/** In the order in which `authenticate` makes them; `first_use` is a note, not a check. */
export const checkNames = ['form', 'signature', 'claims', 'expiry', 'denylist', 'first_use'] as const

/**
 * Whether this run's denylist can be reached, and what an unanswered question means: ask the database (`fallback`, what the
 * product does), refuse (`closed`), or let in (`open`, what it never does).
 */
export const outages = ['none', 'fallback', 'closed', 'open'] as const

export const logoutScopes = ['this', 'others', 'everywhere', 'password'] as const

const milliseconds = z.number().describe('Milliseconds since the run began, by the server’s clock')
const count = z.int().min(0)
const strategy = z.enum(strategyNames)

/** Chosen before a run. Lifetimes, leeway and times in seconds. */
export const settings = z.strictObject({
  scenario: z.enum(scenarioNames),
  strategy,
  /** Of access tokens without renewal, of access tokens with it, of refresh tokens. */
  longAccess: z.int().min(2).max(3600),
  access: z.int().min(2).max(900),
  refresh: z.int().min(10).max(604_800),
  leeway: z.number().min(0).max(60),
  poll: z.number().min(0.1).max(5).describe('Seconds between two requests of the attacker'),
  logoutAt: z.number().min(0).max(3600).nullable().describe('Seconds; null: the reader logs out'),
  storage: z.enum(['cookie', 'localStorage']),
  path: z.enum(theftPaths),
  outage: z.enum(outages),
})
export const guess = z.strictObject({
  /** What the attacker will get after the logout. */
  outcome: z.enum(['refused', 'moment', 'until_expiry']),
  seconds: z.number().min(0).max(3600).nullable(),
  /** The check that will stop them, asked from chapter 2 on. */
  check: z.enum(checkNames).nullable(),
})

export const check = z.object({
  name: z.enum(checkNames),
  /** Null: not reached, or, where it took time, not answered. */
  ok: z.boolean().nullable(),
  /** Microseconds, measured; null: not reached, or part of the one before. */
  us: z.number().nullable(),
})
export const labEvent = z.object({
  seq: count,
  t: milliseconds,
  actor: z.enum(actorNames),
  /** What the reader calls it: "Tab 2", "Phone". */
  by: z.string().nullable(),
  kind: z.enum(eventKinds),
  /** Number of the session in its run, from 1. */
  session: count.nullable(),
  /** A1, R1: kind and generation + 1, within its session. Null: no token that this run issued. */
  token: z.string().nullable(),
  status: count.nullable(),
  reason: z.enum(reasons).nullable(),
  checks: z.array(check).nullable(),
  /** Calls that were made to each store for it. */
  store: z.object({ denylist: count, database: count }).nullable(),
  /** The part of the source that decided, see `/source`. */
  region: z.string().nullable(),
  /** When the token or the entry ends. */
  expiresAt: milliseconds.nullable(),
  /** The entry of the denylist. */
  key: z.string().nullable(),
  /** Why a session ended. */
  ending: z.enum(endReasons).nullable(),
})

export const runSession = z.object({ n: count, id: z.uuid(), label: z.string(), strategy })
export const runView = z.object({
  id: z.uuid(),
  settings,
  guess: guess.nullable(),
  phase: z.enum(['live', 'settled', 'stopped']),
  startedAt: z.number().describe('NumericDate'),
  /** The guest that the run made, such as guest-7f2c. */
  guest: z.string(),
  sessions: z.array(runSession),
})
/** What the stores hold for a run, read now. */
export const serverView = z.object({
  t: milliseconds,
  driver: z.string(),
  sessions: z.array(
    z.object({
      n: count,
      id: z.uuid(),
      strategy,
      generation: count,
      usedAt: milliseconds.nullable(),
      endedAt: milliseconds.nullable(),
      ending: z.enum(endReasons).nullable(),
    }),
  ),
  denials: z.array(z.object({ key: z.string(), session: count.nullable(), until: milliseconds, left: z.number() })),
})
/** A lab token is powerless outside its run and may be shown. */
export const runToken = z.object({
  session: count,
  name: z.string(),
  kind: z.enum(['access', 'refresh']),
  text: z.string(),
  issuedAt: milliseconds,
  expiresAt: milliseconds,
})
export const resultView = z.object({
  id: z.string(),
  savedAt: z.number().describe('NumericDate'),
  commit: z.string().nullable(),
  versions: z.record(z.string(), z.string()),
  run: runView.omit({ id: true, guest: true }),
  events: z.array(labEvent),
})

export const labRequests = {
  start: z.strictObject({ settings, guess: guess.nullable().default(null) }),
  logout: z.strictObject({ scope: z.enum(logoutScopes).default('this') }),
  nothing: z.strictObject({}),
}
export const labResponses = {
  started: z.object({
    run: runView,
    now: z.number(),
    /** Only where the page itself is to keep it, to show why it should not. */
    accessToken: z.string().nullable(),
  }),
  run: z.object({ run: runView, now: z.number(), events: z.array(labEvent), server: serverView }),
  runs: z.object({ runs: z.array(runView), proved: z.array(z.object({ name: z.string(), at: z.number() })) }),
  me: z.object({
    account: z.object({ id: z.uuid() }),
    session: z.object({ id: z.uuid(), strategy, generation: count }),
  }),
  refreshed: z.object({
    token: z.string(),
    outcome: z.enum(['rotated', 'replayed', 'fresh']),
    expiresAt: milliseconds,
  }),
  loggedOut: z.object({ t0: milliseconds, sessions: z.array(count) }),
  tokens: z.object({ tokens: z.array(runToken), cookies: z.array(z.string()) }),
  replayed: z.object({ status: count }),
  saved: z.object({ id: z.string() }),
  result: resultView,
}

/** The stream of a run, by event name. */
export const labStream = {
  hello: z.object({ now: z.number(), t: milliseconds, run: runView }),
  event: labEvent,
  server: serverView,
  end: z.object({}),
}

export type LogoutScope = (typeof logoutScopes)[number]
export type Scenario = (typeof scenarioNames)[number]
export type TheftPath = (typeof theftPaths)[number]
export type PresetName = (typeof presetNames)[number]
export type Outage = (typeof outages)[number]
export type Settings = z.infer<typeof settings>
export type Guess = z.infer<typeof guess>
export type Check = z.infer<typeof check>
export type CheckName = (typeof checkNames)[number]
export type LabEvent = z.infer<typeof labEvent>
export type Reason = (typeof reasons)[number]
export type RunSession = z.infer<typeof runSession>
export type RunView = z.infer<typeof runView>
export type ServerView = z.infer<typeof serverView>
export type RunToken = z.infer<typeof runToken>
export type ResultView = z.infer<typeof resultView>
