import { type EndReason, type IssuedTokens, isAuthError } from '../auth/index.ts'
import type { LabTokens } from '../http/lab-cookies.ts'
import type { LogoutScope, Reason } from '../http/lab-schemas.ts'
import { countCalls } from './checks.ts'
import { recordEnding } from './endings.ts'
import { atOf, type Play, recordIssued } from './play.ts'
import { committedAt, type Observed } from './probe.ts'
import { numberOf, type Presenter, reasonOf, type VerbDeps } from './verbs.ts'

export type LoggedOut =
  | { ok: true; t0: number; sessions: number[]; tokens: IssuedTokens | null; leaves: boolean }
  | { ok: false; code: Reason | 'session_revoked' | 'reauthentication_required' }

const endings = {
  this: ['logged_out', 'logout'],
  others: ['logged_out_others', 'logout-others'],
  everywhere: ['logged_out_everywhere', 'logout-everywhere'],
  password: ['password_changed', 'change-password'],
} as const satisfies Record<LogoutScope, readonly [EndReason, string]>

/** The product's four ways to end sessions. `t0` is the commit; it is the same for all that one call ends. */
export async function logout(
  deps: VerbDeps,
  play: Play,
  scope: LogoutScope,
  presented: LabTokens,
  presenter: Presenter,
): Promise<LoggedOut> {
  const { auth, row } = play
  const tokens = await ownTokens(deps, row.id, presented)
  const attempt = async () => {
    if (scope === 'this') return { receipt: await auth.logout(tokens), issued: null, caller: null }
    const caller = await auth.authenticate(tokens.accessToken)
    if (scope === 'others') return { receipt: await auth.logoutOthers(caller), issued: null, caller }
    if (scope === 'everywhere') return { receipt: await auth.logoutEverywhere(caller), issued: null, caller }
    const [currentPassword, newPassword] = [row.passwords, row.passwords + 1].map((n) => deps.passwordOf(row.id, n))
    const { receipt, ...issued } = await auth.changePassword(caller, {
      currentPassword: currentPassword!,
      newPassword: newPassword!,
    })
    return { receipt, issued, caller }
  }
  let observed = await deps.probe.observe(attempt)
  if (isAskedForPassword(observed) && presenter.actor !== 'attacker') {
    await showPassword(deps, play, tokens.accessToken)
    observed = await deps.probe.observe(attempt)
  }
  if (!observed.outcome.ok) return { ok: false, code: reasonOf(observed) }
  const { receipt, issued } = observed.outcome.value
  const t0 = atOf(play, committedAt(observed))
  const ended = receipt.ended.map(({ sessionId }) => sessionId)
  const sessions = ended.flatMap((id) => numberOf(play, id) ?? [])
  const [ending, region] = endings[scope]
  const own = numberOf(play, observed.outcome.value.caller?.sessionId) ?? sessions[0] ?? null
  await deps.diary.record(play, {
    t: t0,
    ...presenter,
    kind: 'logout',
    session: scope === 'others' ? null : own,
    status: 200,
    store: countCalls(observed),
    region,
    ending,
  })
  await recordEnding(deps, play, ended, ending, t0, 'revoked')
  if (issued) await openedByPassword(deps, play, issued, presenter)
  return { ok: true, t0, sessions, tokens: issued, leaves: scope === 'this' || scope === 'everywhere' }
}

/** A token of another run names a session of another guest: here it is none at all. */
async function ownTokens({ store }: VerbDeps, runId: string, presented: LabTokens): Promise<LabTokens> {
  const own = async (text: string | null) =>
    text === null ? null : ((await store.findToken(runId, text))?.text ?? null)
  const [accessToken, refreshToken] = await Promise.all([own(presented.accessToken), own(presented.refreshToken)])
  return { accessToken, refreshToken, holder: presented.holder }
}

const isAskedForPassword = ({ outcome }: Observed<unknown>): boolean =>
  !outcome.ok && isAuthError(outcome.error) && outcome.error.code === 'reauthentication_required'

/** A run may be an hour old, and its guest has a password that nobody can type: the lab shows it for them. The attacker has none. */
async function showPassword(deps: VerbDeps, { auth, row }: Play, accessToken: string | null): Promise<void> {
  await auth.reauthenticate(await auth.authenticate(accessToken), deps.passwordOf(row.id, row.passwords))
}

async function openedByPassword(deps: VerbDeps, play: Play, issued: IssuedTokens, presenter: Presenter): Promise<void> {
  const n = play.row.sessions.length + 1
  const { id, strategy, openedVersion: version } = issued.session
  const label = 'This browser, after the new password'
  await deps.diary.change(play, {
    passwords: play.row.passwords + 1,
    sessions: [...play.row.sessions, { n, id, label, strategy, version, ended: null }],
  })
  await recordIssued(deps, play, n, issued, { ...presenter, by: label })
}
