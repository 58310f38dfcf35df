import type { Check, CheckName, Reason } from '../http/lab-schemas.ts'
import type { Call, Observed } from './probe.ts'
import type { Region } from './run/regions.ts'

/** Which check says so. The rest of the reasons are not refusals of an access token. */
const failing: Partial<Record<Reason, CheckName>> = {
  missing: 'form',
  malformed: 'form',
  bad_signature: 'signature',
  wrong_type: 'claims',
  wrong_audience: 'claims',
  expired: 'expiry',
  denied_token: 'denylist',
  denied_session: 'denylist',
  denied_version: 'denylist',
  store_unavailable: 'denylist',
}

const order: CheckName[] = ['form', 'signature', 'claims', 'expiry', 'denylist']

/**
 * The checks of `authenticate` as this request met them. Form, signature, claims and expiry are one call of the verifier:
 * their time is measured together and stands at the signature. Under strategies that deny nothing there is no fifth check.
 * `failsOpen`: it was made, and its answer was not waited for.
 */
export function checksOf(
  reason: Reason,
  asksDenylist: boolean,
  observed: Observed<unknown>,
  failsOpen = false,
): Check[] {
  const stopped = order.indexOf(failing[reason] ?? 'denylist')
  const failed = failing[reason] !== undefined
  const lookups = observed.calls.filter(({ method }) => method === 'find' || method === 'findDenied')
  const touch = observed.calls.find(({ method }) => method === 'withSession')
  const verified = (lookups[0] ?? touch)?.startedAt ?? observed.endedAt
  const asked = lookups.length > 0 ? sum(lookups) : null
  const checks = order
    .filter((name) => name !== 'denylist' || asksDenylist)
    .map((name, index): Check => {
      const reached = index <= stopped
      const us = name === 'signature' ? verified - observed.startedAt : name === 'denylist' ? asked : null
      return {
        name,
        ok: reached && !(failsOpen && name === 'denylist') ? !(failed && index === stopped) : null,
        us: reached && us !== null ? micro(us) : null,
      }
    })
  if (touch && !failed) checks.push({ name: 'first_use', ok: true, us: micro(duration(touch)) })
  return checks
}

/** The part of the source that decided about an access token. */
export function regionOfUse(reason: Reason): Region {
  if (reason.startsWith('denied_')) return 'denied-token'
  if (reason === 'store_unavailable') return 'denylist-check'
  if (reason === 'malformed' || reason === 'missing') return 'canonical'
  return reason === 'ok' ? 'authenticate' : 'verify'
}

/** The part of the source that decided about a refresh token. */
export function regionOfRefresh(reason: Reason): Region {
  if (reason === 'rotated') return 'rotate'
  if (reason === 'replayed') return 'replay'
  return reason === 'refresh_reused' ? 'reuse' : 'decide-rotation'
}

export function countCalls({ calls }: Pick<Observed<unknown>, 'calls'>): { denylist: number; database: number } {
  const of = (port: Call['port']) => calls.filter((call) => call.port === port).length
  return { denylist: of('denylist'), database: of('database') }
}

/** For `Server-Timing` (milliseconds): what this one request cost, and which stores it asked. */
export function serverTiming(observed: Observed<unknown>): string {
  const { calls, startedAt, endedAt } = observed
  const spent = (port: Call['port']) => sum(calls.filter((call) => call.port === port))
  const [denylist, database] = [spent('denylist'), spent('database')]
  const total = endedAt - startedAt
  const { denylist: asked, database: used } = countCalls(observed)
  return [
    `total;dur=${total.toFixed(4)}`,
    `verify;dur=${(total - denylist - database).toFixed(4)}`,
    `denylist;dur=${denylist.toFixed(4)}`,
    `database;dur=${database.toFixed(4)}`,
    `denylist-calls;desc="${asked}"`,
    `database-calls;desc="${used}"`,
  ].join(', ')
}

const duration = ({ startedAt, endedAt }: Call) => endedAt - startedAt
const sum = (calls: readonly Call[]) => calls.reduce((total, call) => total + duration(call), 0)
/** Microseconds; the clock of Node has nanoseconds, a tenth is all that means anything. */
const micro = (milliseconds: number) => Math.round(milliseconds * 10_000) / 10
