import type { CheckName, LabEvent } from '../../http/lab-schemas.ts'
import { exposureIn, type RunState } from './state.ts'

const checks: CheckName[] = ['form', 'signature', 'claims', 'expiry', 'denylist', 'first_use']
const columns = [
  'seq',
  't_ms',
  'actor',
  'by',
  'kind',
  'session',
  'token',
  'status',
  'reason',
  ...checks.map((name) => `${name}_us`),
  'stopped_by',
  'denylist_calls',
  'database_calls',
  'expires_at_ms',
  'ending',
  'region',
  'exposure_min_ms',
  'exposure_max_ms',
]

type Cell = string | number | null | undefined

/**
 * Every event in the order of `seq`, then a row of kind `exposure` for each session that ended, whose `t_ms` is the commit of
 * that: whoever has the file can compute the same numbers from the rows above. No token, no key, no name of an account.
 */
export function csvOf(state: RunState): string {
  const events = state.events.map(eventRow)
  const exposures = state.sessions.flatMap(({ n }) => {
    const exposure = exposureIn(state, n)
    if (!exposure) return []
    const { t0, min, max } = exposure
    return [
      columns.map(
        (name) => ({ t_ms: t0, kind: 'exposure', session: n, exposure_min_ms: min, exposure_max_ms: max })[name],
      ),
    ]
  })
  const lines = [columns, ...events, ...exposures].map((cells) => cells.map(quote).join(','))
  return `${lines.join('\r\n')}\r\n`
}

function eventRow(event: LabEvent): Cell[] {
  const { seq, t, actor, by, kind, session, token, status, reason, store, expiresAt, ending, region } = event
  const spent = checks.map((name) => event.checks?.find((check) => check.name === name)?.us)
  const stopped = event.checks?.find(({ ok }) => ok === false)?.name
  const asked = [store?.denylist, store?.database]
  const known = [seq, t, actor, by, kind, session, token, status, reason, ...spent, stopped, ...asked]
  return [...known, expiresAt, ending, region, null, null]
}

/** RFC 4180. What a spreadsheet would take for a formula is made text. */
function quote(cell: Cell): string {
  const text = cell === null || cell === undefined ? '' : String(cell)
  const safe = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
