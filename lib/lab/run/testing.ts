import type { Check, LabEvent, RunView, Scenario, Settings } from '../../http/lab-schemas.ts'
import { blankEvent } from './blank.ts'
import { settingsFor } from './presets.ts'

/** Logs of runs, made by hand for tests: nothing here was measured, and nothing here is shown to a reader. */
export interface SampleLog {
  readonly run: RunView
  readonly events: readonly LabEvent[]
}

type Part = Partial<Omit<LabEvent, 'seq' | 't' | 'kind'>>

const checkOrder = ['form', 'signature', 'claims', 'expiry', 'denylist'] as const
const stops: Record<string, Check['name']> = {
  malformed: 'form',
  bad_signature: 'signature',
  wrong_audience: 'claims',
  expired: 'expiry',
  denied_session: 'denylist',
}
/** The verifier is one call: its time stands at the signature. */
const microseconds: Record<string, number> = { signature: 61, denylist: 310 }

/** As the server tells them: up to the one that refused, with the denylist only where the strategy asks it. */
export function checksFor(reason: string, asksDenylist: boolean): Check[] {
  const stop = checkOrder.indexOf((stops[reason] ?? 'denylist') as (typeof checkOrder)[number])
  return checkOrder
    .filter((name) => name !== 'denylist' || asksDenylist)
    .map((name, at) => {
      if (at > stop) return { name, ok: null, us: null }
      return { name, ok: reason === 'ok' || at < stop, us: microseconds[name] ?? null }
    })
}

/** Writes a log: events are sorted by time and numbered at the end. */
export function writeLog(settings: Settings, labels: [string, RunView['sessions'][number]['strategy']][]) {
  const drafts: LabEvent[] = []
  const run: RunView = {
    id: '5e0c7a10-0000-4000-8000-000000000001',
    settings,
    guess: null,
    phase: 'live',
    startedAt: 1_800_000_000,
    guest: 'guest-7f2c',
    sessions: labels.map(([label, strategy], at) => ({
      n: at + 1,
      id: `5e0c7a10-0000-4000-8000-0000000001${String(at).padStart(2, '0')}`,
      label,
      strategy,
    })),
  }
  const add = (t: number, kind: LabEvent['kind'], part: Part = {}) => {
    drafts.push({ ...blankEvent, seq: 0, t, actor: 'server', kind, ...part })
  }
  /** Somebody shows an access token to the protected resource. */
  const show = (t: number, actor: 'you' | 'attacker' | 'device', session: number, token: string, reason: Reason) => {
    const strategy = run.sessions[session - 1]!.strategy
    const asks = strategy === 'denylist' || strategy === 'combined'
    add(t, actor === 'attacker' ? 'replayed' : 'used', {
      actor,
      session,
      token,
      status: reason === 'ok' ? 200 : 401,
      reason,
      checks: checksFor(reason, asks),
      store: { denylist: asks && reason !== 'expired' ? 1 : 0, database: 0 },
      region: reason === 'ok' ? 'authenticate' : reason === 'expired' ? 'verify' : 'denied-token',
    })
  }
  /** Somebody presents a refresh token. */
  const renew = (t: number, actor: 'you' | 'attacker', session: number, token: string, reason: LabEvent['reason']) => {
    const good = reason === 'rotated' || reason === 'replayed' || reason === 'fresh'
    const region = good ? (reason === 'replayed' ? 'replay' : 'rotate') : 'decide-rotation'
    const store = { denylist: 0, database: 1 }
    add(t, 'refreshed', { actor, session, token, status: good ? 200 : 401, reason, store, region })
  }
  const issue = (t: number, session: number, token: string, expiresAt: number) =>
    add(t, 'issued', { session, token, expiresAt, region: token === 'A1' ? 'open-session' : 'issue' })
  const steal = (t: number, session: number, token: string) =>
    add(t, 'stolen', { actor: 'attacker', session, token, by: 'Malware' })
  const logout = (t: number, session: number, part: Part = {}) =>
    add(t, 'logout', {
      actor: 'you',
      session,
      status: 200,
      region: 'logout',
      store: { denylist: 0, database: 1 },
      ending: 'logged_out',
      ...part,
    })
  const deny = (t: number, session: number, expiresAt: number) =>
    add(t, 'denylisted', {
      session,
      key: `sid:${run.sessions[session - 1]!.id}`,
      expiresAt,
      region: 'deny-session',
      ending: 'logged_out',
      store: { denylist: 1, database: 0 },
    })
  const gone = (t: number, session: number) =>
    add(t, 'key_expired', { session, key: `sid:${run.sessions[session - 1]!.id}`, region: 'sweep' })
  const done = (): SampleLog => {
    const sorted = drafts.map((event, at) => ({ event, at })).sort((a, b) => a.event.t - b.event.t || a.at - b.at)
    const events = sorted.map(({ event }, at) => ({ ...event, seq: at + 1 }))
    const last = events.at(-1)?.kind
    const phase = events.some(({ kind }) => kind === 'settled') ? 'settled' : last === 'stopped' ? 'stopped' : 'live'
    return { run: { ...run, phase }, events }
  }
  return { run, add, show, renew, issue, steal, logout, deny, gone, done }
}
type Reason = NonNullable<LabEvent['reason']>

/** From, then every `poll` ms, while before `end`. */
export function* every(poll: number, from: number, end: number): Generator<number> {
  for (let t = from; t < end; t += poll) yield Math.round(t)
}

/** Of an entry of the denylist, beyond the token's own end. */
const MARGIN = 60_000
const settingsOf = (scenario: Scenario, chosen: Partial<Settings> = {}) => settingsFor(scenario, 'fast', chosen)

/** Logged out at 6 s; the copy lives to 19.6 s. Exposure 13.5 to 13.75 s. */
export function forgetLog(): SampleLog {
  const log = writeLog(settingsOf('forget'), [['This browser', 'client-side']])
  const [t0, exp] = [6000, 19_600]
  log.add(0, 'started')
  log.issue(20, 1, 'A1', exp)
  log.steal(100, 1, 'A1')
  log.show(900, 'you', 1, 'A1', 'ok')
  log.show(3200, 'you', 1, 'A1', 'ok')
  for (const t of every(250, 250, exp)) log.show(t, 'attacker', 1, 'A1', 'ok')
  log.logout(t0, 1, { store: { denylist: 0, database: 0 } })
  for (const t of every(250, 19_750, 20_500)) log.show(t, 'attacker', 1, 'A1', 'expired')
  log.add(20_300, 'settled')
  return log.done()
}

/** Logged out at 6 s; refused from 6.2 s on. Exposure 0 (between 0 and 0.2 s). The entry lives 60 s longer than the token. */
export function denylistLog(): SampleLog {
  const log = writeLog(settingsOf('denylist'), [['This browser', 'denylist']])
  const [t0, exp] = [6000, 19_600]
  log.add(0, 'started')
  log.issue(20, 1, 'A1', exp)
  log.steal(100, 1, 'A1')
  log.show(1200, 'you', 1, 'A1', 'ok')
  for (const t of every(250, 200, t0)) log.show(t, 'attacker', 1, 'A1', 'ok')
  log.logout(t0, 1)
  log.deny(t0, 1, exp + MARGIN)
  for (const t of every(250, 6200, 6900)) log.show(t, 'attacker', 1, 'A1', 'denied_session')
  log.add(6750, 'settled')
  log.gone(exp + MARGIN, 1)
  return log.done()
}

/** Renewed at 8 s, logged out at 12 s; A2 lives to 17.8 s, R2 is refused. Exposure 5.75 to 6 s. */
export function rotateLog(): SampleLog {
  const log = writeLog(settingsOf('rotate'), [['This browser', 'rotation']])
  const t0 = 12_000
  log.add(0, 'started')
  log.issue(20, 1, 'A1', 9800)
  log.issue(20, 1, 'R1', 119_800)
  log.steal(100, 1, 'A1')
  log.steal(100, 1, 'R1')
  log.renew(8000, 'you', 1, 'R1', 'rotated')
  log.issue(8005, 1, 'A2', 17_800)
  log.issue(8005, 1, 'R2', 127_800)
  log.steal(8100, 1, 'A2')
  log.steal(8100, 1, 'R2')
  log.show(9000, 'you', 1, 'A2', 'ok')
  for (const t of every(250, 250, 17_800)) log.show(t, 'attacker', 1, t < 8100 ? 'A1' : 'A2', 'ok')
  log.logout(t0, 1)
  for (const t of every(250, 18_000, 18_700)) {
    log.show(t, 'attacker', 1, 'A2', 'expired')
    log.renew(t + 20, 'attacker', 1, 'R2', 'session_revoked')
  }
  log.add(18_550, 'settled')
  return log.done()
}

/** Three at once, logged out at 3 s: Forget it 11.75 to 12 s, Deny it 0 to 0.2 s, Starve it 1.75 to 2 s. */
export function raceLog(): SampleLog {
  const log = writeLog(settingsFor('race', 'race'), [
    ['Forget it', 'client-side'],
    ['Deny it', 'denylist'],
    ['Starve it', 'rotation'],
  ])
  const t0 = 3000
  const ends = [14_900, 14_900, 4900]
  log.add(0, 'started')
  for (const [at, exp] of ends.entries()) {
    const n = at + 1
    log.issue(30 + at, n, 'A1', exp)
    if (n === 3) log.issue(33, n, 'R1', 59_900)
    log.steal(60 + at, n, 'A1')
    if (n === 3) log.steal(64, n, 'R1')
    log.logout(t0 + at, n, n === 1 ? { store: { denylist: 0, database: 0 } } : {})
    if (n === 2) log.deny(t0 + at, n, exp + MARGIN)
    const last = n === 2 ? t0 : exp
    for (const t of every(250, 200 + at * 10, last)) log.show(t, 'attacker', n, 'A1', 'ok')
    const refused = last + 250 - ((last - 200 - at * 10) % 250)
    for (const t of every(250, refused, refused + 700)) {
      log.show(t, 'attacker', n, 'A1', n === 2 ? 'denied_session' : 'expired')
      if (n === 3) log.renew(t + 15, 'attacker', n, 'R1', 'session_revoked')
    }
  }
  log.add(15_600, 'settled')
  log.gone(14_900 + MARGIN, 2)
  return log.done()
}

/** You refresh first; the thief shows the rotated R1 at 6 s: reuse, everything of the login is revoked. A2's copy lives on to 12.9 s. */
export function theftLog(): SampleLog {
  const log = writeLog(settingsOf('theft'), [['This browser', 'rotation']])
  log.add(0, 'started')
  log.issue(20, 1, 'A1', 9800)
  log.issue(20, 1, 'R1', 119_800)
  log.steal(400, 1, 'A1')
  log.steal(400, 1, 'R1')
  for (const t of every(250, 500, 9800)) log.show(t, 'attacker', 1, 'A1', 'ok')
  log.renew(3000, 'you', 1, 'R1', 'rotated')
  log.issue(3005, 1, 'A2', 12_900)
  log.issue(3005, 1, 'R2', 122_900)
  log.show(3100, 'you', 1, 'A2', 'ok')
  log.renew(6000, 'attacker', 1, 'R1', 'refresh_reused')
  log.add(6001, 'reuse_detected', { session: 1, token: 'R1', region: 'reuse' })
  log.add(6002, 'family_revoked', { session: 1, region: 'reuse', ending: 'refresh_reused' })
  log.renew(8000, 'you', 1, 'R2', 'session_revoked')
  for (const t of every(250, 10_000, 10_700)) log.show(t, 'attacker', 1, 'A1', 'expired')
  log.add(10_600, 'settled')
  return log.done()
}

export const sampleLogs = {
  forget: forgetLog,
  denylist: denylistLog,
  rotate: rotateLog,
  race: raceLog,
  theft: theftLog,
} as const
