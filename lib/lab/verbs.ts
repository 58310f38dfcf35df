import { type IssuedTokens, isAuthError, type Principal } from '../auth/index.ts'
import type { LabTokens } from '../http/lab-cookies.ts'
import type { LabEvent, Reason } from '../http/lab-schemas.ts'
import { checksOf, countCalls, regionOfRefresh, regionOfUse, serverTiming } from './checks.ts'
import { recordEnding } from './endings.ts'
import { atOf, atOfDate, type Diary, type Play, recordIssued } from './play.ts'
import type { LabStore } from './ports.ts'
import { committedAt, type Observed, type Probe } from './probe.ts'

/** Who presents a credential, as far as a request can tell. */
export interface Presenter {
  actor: LabEvent['actor']
  by: string | null
}

export interface VerbDeps {
  store: LabStore
  diary: Diary
  probe: Probe
  passwordOf(runId: string, n: number): string
}

export type Used = { ok: true; principal: Principal; timing: string } | { ok: false; code: Reason; timing: string }

/** The protected resource: `authenticate`, watched and written down. `received`: the request's arrival, by `performance.now()`. */
export async function use(
  deps: VerbDeps,
  play: Play,
  accessToken: string | null,
  { actor, by }: Presenter,
  received: number,
): Promise<Used> {
  const observed = await deps.probe.observe(() => play.auth.authenticate(accessToken))
  const principal = observed.outcome.ok ? observed.outcome.value : null
  const reason = principal && principal.accountId !== play.row.accountId ? 'wrong_audience' : reasonOf(observed)
  const known = accessToken ? await deps.store.findToken(play.row.id, accessToken) : null
  const session = known?.session ?? numberOf(play, principal?.sessionId)
  const { strategy } = play.row.sessions.find(({ n }) => n === session) ?? play.row.settings
  // A comparison sends some hundreds of requests to be timed; what the attacker gets stays in the diary.
  const isTimed = play.row.settings.scenario === 'compare' && actor === 'you'
  if (!isTimed)
    await deps.diary.record(play, {
      t: atOf(play, received),
      actor,
      by,
      kind: actor === 'attacker' ? 'replayed' : 'used',
      session,
      token: known?.name ?? null,
      status: statusOf(reason),
      reason,
      checks: checksOf(reason, play.strategies[strategy].denies, observed, play.row.settings.outage === 'open'),
      store: countCalls(observed),
      region: regionOfUse(reason),
    })
  const timing = serverTiming(observed)
  return principal && reason === 'ok' ? { ok: true, principal, timing } : { ok: false, code: reason, timing }
}

export type Refreshed =
  | {
      ok: true
      tokens: IssuedTokens | null
      token: string
      outcome: 'rotated' | 'replayed' | 'fresh'
      expiresAt: number
    }
  | { ok: false; code: Reason }

/** `refresh`, watched and written down: rotated, the identical pair again, still fresh, or refused; and the alarm, where it rings. */
export async function refresh(
  deps: VerbDeps,
  play: Play,
  { refreshToken, holder }: Pick<LabTokens, 'refreshToken' | 'holder'>,
  presenter: Presenter,
  received: number,
): Promise<Refreshed> {
  const presented = refreshToken ? await deps.store.findToken(play.row.id, refreshToken) : null
  // A genuine token of another run never reaches the engine, which would renew it by this run's lifetimes.
  const own = presented?.text ?? (refreshToken && FOREIGN)
  const observed = await deps.probe.observe(() => play.auth.refresh({ refreshToken: own, holder }))
  const { outcome } = observed
  const answer = outcome.ok ? outcome.value : null
  const given = answer?.tokens?.refreshToken ?? null
  const reason: Reason = !answer
    ? reasonOf(observed)
    : given === null
      ? 'fresh'
      : (await deps.store.findToken(play.row.id, given))
        ? 'replayed'
        : 'rotated'
  const session = presented?.session ?? null
  await deps.diary.record(play, {
    t: atOf(play, received),
    ...presenter,
    kind: 'refreshed',
    session,
    token: presented?.name ?? null,
    status: statusOf(reason),
    reason,
    store: countCalls(observed),
    region: regionOfRefresh(reason),
  })
  if (!answer || session === null) {
    if (reason === 'refresh_reused' && session !== null) await noteAlarm(deps, play, session, observed)
    return { ok: false, code: reason }
  }
  const [token] = answer.tokens ? await recordIssued(deps, play, session, answer.tokens, presenter) : []
  return {
    ok: true,
    tokens: answer.tokens,
    token: token ?? `A${answer.session.generation + 1}`,
    outcome: reason as 'rotated',
    expiresAt: atOfDate(play, answer.session.accessUntil),
  }
}

/** Stands for a refresh token that this run did not issue: the engine calls it unknown. */
const FOREIGN = 'not of this run'

/** Rings once: every later presentation gets the same code, but ends nothing. */
async function noteAlarm(deps: VerbDeps, play: Play, n: number, observed: Observed<unknown>): Promise<void> {
  const own = play.row.sessions.find((session) => session.n === n)
  if (!own || own.ended !== null) return
  const t0 = atOf(play, committedAt(observed))
  const row = await deps.probe.store.findSession(own.id)
  await deps.diary.record(play, { t: t0, actor: 'server', kind: 'reuse_detected', session: n, region: 'reuse' })
  await recordEnding(deps, play, [own.id], row?.revokedReason ?? 'refresh_reused', t0, 'family_revoked')
}

export const numberOf = ({ row }: Play, sessionId: string | undefined): number | null =>
  row.sessions.find(({ id }) => id === sessionId)?.n ?? null

export function reasonOf({ outcome }: Observed<unknown>): Reason {
  if (outcome.ok) return 'ok'
  if (!isAuthError(outcome.error)) throw outcome.error
  return outcome.error.code as Reason
}

function statusOf(reason: Reason): number {
  if (reason === 'store_unavailable') return 503
  return ['ok', 'rotated', 'replayed', 'fresh'].includes(reason) ? 200 : 401
}
