import type { CheckName, LabEvent, Outage, Reason } from '../../http/lab-schemas.ts'
import type { Exposure } from './exposure.ts'
import { isUnplugged } from './lives.ts'
import { formatBound, formatMicroseconds, formatSeconds } from './numbers.ts'
import { isLeak, type Shape } from './outcome.ts'
import { exposureIn, type RunState } from './state.ts'

export { formatBound, formatMicroseconds, formatSeconds }

export const actorWords: Record<LabEvent['actor'], string> = {
  you: 'You',
  attacker: 'Attacker',
  device: 'Device',
  server: 'Server',
}

export const checkWords: Record<CheckName, string> = {
  form: 'Form',
  signature: 'Signature',
  claims: 'Claims',
  expiry: 'Expiry',
  denylist: 'Denylist',
  first_use: 'First use noted',
}

/** Goes after "refused:" or "let in:". */
export const reasonWords: Record<Reason, string> = {
  ok: 'every check passed',
  rotated: 'a new pair was issued and the old refresh token is spent',
  replayed: 'the same pair was given again, as after a lost answer',
  fresh: 'nothing new was needed',
  missing: 'no token was sent',
  malformed: 'it has not the form of a token',
  bad_signature: 'the signature does not fit',
  wrong_type: 'it is another kind of token',
  wrong_audience: 'it is meant for another service',
  expired: 'the token has expired',
  denied_token: 'this token is on the denylist',
  denied_session: 'its session is on the denylist',
  denied_version: 'every token of this account from before is on the denylist',
  refresh_missing: 'no refresh token was sent',
  refresh_unknown: 'nobody issued this refresh token',
  refresh_expired: 'the refresh token has expired',
  refresh_reused: 'this refresh token had been used before',
  session_revoked: 'the session has ended',
  store_unavailable: 'a store did not answer, and without it nobody is let in',
}

/** As a choice before a run. */
export const plugWords: Record<Outage, string> = {
  none: 'is plugged in',
  fallback: 'is unplugged; ask the database instead',
  closed: 'is unplugged; fail closed',
  open: 'is unplugged; fail open',
}

/** Goes after an answer that an unreachable denylist had part in. */
const outageWords: Record<Outage, string> = {
  none: '',
  fallback: '; the denylist could not be reached, so the database was asked',
  closed: '; the denylist could not be reached, and this run fails closed',
  open: '; the denylist could not be reached, and this run fails open',
}

export const shapeWords: Record<Shape, string> = {
  ok: 'let in',
  leak: 'let in after the logout',
  refused: 'refused',
  refresh: 'renewed',
  copied: 'copied',
  ended: 'ended or denied',
}

/** Who did it, as the reader knows them. */
export function whoOf(event: LabEvent): string {
  return event.actor === 'device' && event.by ? event.by : actorWords[event.actor]
}

/** What happened, in a sentence. */
export function eventWords(state: RunState, event: LabEvent): string {
  const { kind, token, expiresAt, by } = event
  const who = whoOf(event)
  const ofSession = state.run.sessions.length > 1 ? labelOf(state, event.session) : null
  const at = ofSession ? ` (${ofSession})` : ''
  switch (kind) {
    case 'started':
      return `The run began: ${state.run.guest} logged in.`
    case 'issued':
      return `${token} issued${at}${expiresAt === null ? '' : `, good until ${formatSeconds(expiresAt)}`}.`
    case 'stolen':
      return `The attacker copied ${token ?? 'the cookies'}${at}.`
    case 'used':
      return `${who} used ${token ?? 'no token'}${at}: ${answerWords(event)}${unansweredIn(state, event)}.`
    case 'replayed':
      return `The attacker showed ${token ? `the copy of ${token}` : 'a copy'}${at}: ${answerWords(event)}${isLeak(state, event) ? `, ${afterEnd(state, event.session)}` : ''}${unansweredIn(state, event)}.`
    case 'refreshed':
      return `${who === 'Attacker' ? 'The attacker' : who} asked for a renewal with ${token ?? 'no token'}${at}: ${answerWords(event)}.`
    case 'reply_lost':
      return `The answer to ${who === 'You' ? 'you' : (by ?? who)} was lost on the way${at}.`
    case 'logout':
      return `${who} logged out${at}.`
    case 'revoked':
      return `The session was ended${at}${event.ending ? `: ${endingWords[event.ending]}` : ''}.`
    case 'denylisted':
      if (isUnplugged(state.run.settings))
        return `The denylist could not be told${at}: the entry waits in the database’s outbox, until ${formatSeconds(expiresAt ?? 0)}.`
      return `${event.session === null ? 'Every token of the account from before' : 'The session'} went on the denylist${at}${expiresAt === null ? '' : `, until ${formatSeconds(expiresAt)}`}.`
    case 'key_expired':
      return `The entry left the denylist${at}: what it denied has expired.`
    case 'reuse_detected':
      return `${token ?? 'A refresh token'} came a second time${at}: somebody has a copy.`
    case 'family_revoked':
      return `The whole login was ended${at}: nobody can renew it any more.`
    case 'settled':
      return 'The attacker was refused three times in a row with everything they hold.'
    case 'stopped':
      return 'The run was stopped: the attacker gave up.'
  }
}

/** Whether the login was ended by an alarm, and not by somebody who logged out. */
export function byAlarm(state: RunState, session: number | null): boolean {
  const ending = state.sessions.find(({ n }) => n === session)?.ending
  return ending === 'refresh_reused' || ending === 'refresh_shadowed' || ending === 'database_rolled_back'
}

const afterEnd = (state: RunState, session: number | null) =>
  byAlarm(state, session) ? 'after the login was ended' : 'after the logout'

const endingWords: Record<NonNullable<LabEvent['ending']>, string> = {
  logged_out: 'logged out',
  logged_out_others: 'another device logged it out',
  logged_out_everywhere: 'logged out everywhere',
  ended_by_owner: 'ended from another device',
  password_changed: 'the password was changed',
  password_reset: 'the password was replaced with a code',
  replaced_by_login: 'replaced by a new login',
  refresh_reused: 'a refresh token was used twice',
  refresh_shadowed: 'two browsers were renewing it',
  database_rolled_back: 'the database went back in time',
  revoked_by_operator: 'whoever runs the server ended all logins',
}

function answerWords({ status, reason }: LabEvent): string {
  if (status === null) return 'no answer'
  const said = reason ? reasonWords[reason] : null
  if (status < 300) return reason === 'ok' || said === null ? 'let in' : said
  return said ? `refused, ${said}` : 'refused'
}

/** Whether this request got as far as the denylist of a run whose plug is pulled. */
const unansweredIn = ({ run }: RunState, { checks }: LabEvent): string =>
  checks?.some(({ name, us }) => name === 'denylist' && us !== null) && isUnplugged(run.settings)
    ? outageWords[run.settings.outage]
    : ''

export function labelOf(state: RunState, session: number | null): string | null {
  return state.run.sessions.find(({ n }) => n === session)?.label ?? null
}

/** "14.8 s (between 14.75 and 15.00)". */
export function exposureWords({ min, max }: Exposure): string {
  if (max === null) return `at least ${formatSeconds(min)}`
  return `${formatSeconds(min)} (between ${formatBound(min)} and ${formatBound(max)})`
}

/** The figure in words, current: for whoever does not see it. */
export function summaryOf(state: RunState): string {
  const many = state.run.sessions.length > 1
  const parts = state.run.sessions.map(({ n, label }) => {
    const exposure = exposureIn(state, n)
    const copied = state.events.some(({ kind, session }) => kind === 'stolen' && session === n)
    const subject = many ? `${label}: ` : ''
    if (!exposure) return `${subject}${copied ? 'Logged in; the attacker has a copy.' : 'Logged in.'}`
    const out = `${subject}${byAlarm(state, n) ? 'The login was ended' : 'Logged out'} at ${formatSeconds(exposure.t0)}.`
    if (exposure.refusal === null && exposure.leaks === 0) return `${out} The attacker has not tried since.`
    if (exposure.refusal === null)
      return `${out} The attacker was still let in at ${formatSeconds(exposure.t0 + exposure.min)}.`
    return `${out} Attacker refused from ${formatSeconds(exposure.refusal.t)}. Exposure ${exposureWords(exposure)}.`
  })
  return parts.join(' ')
}

/** What is said aloud: each of these once in a run, and no countdown. */
export function announcementsOf(state: RunState): { seq: number; text: string }[] {
  const said: { seq: number; text: string }[] = []
  const whose = ({ session }: LabEvent) => {
    const label = state.run.sessions.length > 1 ? labelOf(state, session) : null
    return label ? `${label}: ` : ''
  }
  const first = (find: (event: LabEvent) => boolean, text: (event: LabEvent) => string) => {
    const event = state.events.find(find)
    if (event) said.push({ seq: event.seq, text: `${whose(event)}${text(event)}` })
  }
  const t0 = (event: LabEvent) => state.sessions.find(({ n }) => n === event.session)?.endedAt ?? null
  const attempt = ({ actor, status }: LabEvent) => actor === 'attacker' && status !== null
  const late = (event: LabEvent) => attempt(event) && t0(event) !== null && event.t > t0(event)!
  first(
    ({ kind }) => kind === 'logout' || kind === 'revoked',
    ({ t }) => `Logged out at ${formatSeconds(t)}.`,
  )
  first(
    (event) => isLeak(state, event),
    ({ t, session }) => `The attacker was let in ${afterEnd(state, session)}, at ${formatSeconds(t)}.`,
  )
  first(
    (event) => late(event) && event.status === 401,
    ({ t, reason }) => `The attacker was refused at ${formatSeconds(t)}${reason ? `: ${reasonWords[reason]}` : ''}.`,
  )
  first(
    ({ kind }) => kind === 'reuse_detected',
    ({ t }) => `Reuse detected at ${formatSeconds(t)}.`,
  )
  first(
    ({ kind }) => kind === 'settled' || kind === 'stopped',
    ({ kind }) => `Run ${kind === 'settled' ? 'finished' : 'stopped'}. ${summaryOf(state)}`,
  )
  return said.sort((one, other) => one.seq - other.seq)
}
