import type { CheckName, LabEvent, RunView } from '../../http/lab-schemas.ts'
import { type Exposure, isAttempt, isSuccess } from './exposure.ts'
import { exposureIn, type RunState, type SessionState, stateOf } from './state.ts'
import { eventWords, formatSeconds } from './words.ts'

/** One of several answers, and what is to be said about it. */
export interface Choice {
  readonly text: string
  readonly right: boolean
}

/** About one event that stands in a run. */
export interface Question {
  readonly id: string
  /** The page that teaches it. */
  readonly chapter: 'forget' | 'denylist' | 'rotate' | 'theft'
  readonly runId: string
  /** NumericDate. */
  readonly startedAt: number
  /** The event that it quotes. */
  readonly seq: number
  /** What stands there, in words that do not give the answer away, and in those that do. */
  readonly quotes: string
  readonly event: string
  readonly asks: string
  readonly choices: readonly Choice[]
  readonly because: string
}

export interface FinishedRun {
  readonly run: RunView
  readonly events: readonly LabEvent[]
}

/** How many of the eight come from runs. */
export const FROM_RUNS = 4

type Draft = Omit<Question, 'id' | 'runId' | 'startedAt' | 'seq' | 'event' | 'choices'> & {
  event: LabEvent
  /** The right one first. */
  choices: [right: string, ...wrong: string[]]
}
type Template = (state: RunState, session: SessionState, exposure: Exposure | null) => Draft | null

/** Newest run first; each kind of question once, from as many runs as there are. Pure, and the same each time. */
export function questionsOf(runs: readonly FinishedRun[], wanted = FROM_RUNS): Question[] {
  const states = runs.map(({ run, events }) => stateOf(run, events))
  const asked = new Set<string>()
  const questions: Question[] = []
  // Round by round, so that no run is asked about twice before each was asked about once.
  for (let round = 0; round < templates.length && questions.length < wanted; round++)
    for (const state of states) {
      if (questions.length === wanted) break
      const next = nextOf(state, asked, round)
      if (next) questions.push(next)
    }
  return questions
}

function nextOf(state: RunState, asked: Set<string>, round: number): Question | null {
  for (const [kind, template] of templates) {
    if (asked.has(kind)) continue
    // Another session in each round, where there are several.
    const turned = state.sessions.map((_, at, all) => all[(at + round) % all.length]!)
    for (const session of turned) {
      const draft = template(state, session, exposureIn(state, session.n))
      if (!draft) continue
      asked.add(kind)
      return finish(state, kind, draft)
    }
  }
  return null
}

function finish(state: RunState, kind: string, { event, choices, ...draft }: Draft): Question {
  const { id: runId, startedAt } = state.run
  const all = choices.map((text, at) => ({ text, right: at === 0 }))
  // Turned by the number of the event: not always the first, and the same after a reload.
  const turned = all.map((_, at) => all[(at + event.seq) % all.length]!)
  return {
    ...draft,
    id: `${kind}-${runId}-${event.seq}`,
    runId,
    startedAt,
    seq: event.seq,
    event: eventWords(state, event),
    choices: turned,
  }
}

const checkNames: Partial<Record<CheckName, string>> = {
  signature: 'The signature',
  expiry: 'The expiry',
  denylist: 'The denylist',
}

/** Which check said no. */
const stopper: Template = (_state, _session, exposure) => {
  const event = exposure?.refusal
  const check = event?.checks?.find(({ ok }) => ok === false)?.name
  const right = check && checkNames[check]
  if (!event || !right) return null
  const because = {
    denylist: 'The token was genuine and in time. Only the denylist knew that its owner had left.',
    expiry: 'Nothing had told this check about the logout. The token simply reached its end.',
    signature: 'A signature fits or it does not; who has left is not in it.',
  }[check as 'denylist']
  return {
    chapter: check === 'denylist' ? 'denylist' : 'forget',
    event,
    quotes: `request #${event.seq}, ${formatSeconds(event.t - exposure.t0)} after the logout, got 401`,
    asks: 'Which check stopped it?',
    choices: [right, ...others(right, [...Object.values(checkNames), 'The session’s row in the database'])],
    because,
  }
}

/** Why a copy still worked. */
const survivor: Template = (state, { n, strategy }, exposure) => {
  const event = state.events.findLast((one) => one.session === n && isAttempt(one) && isSuccess(one))
  if (!exposure || exposure.leaks === 0 || !event || event.t <= exposure.t0) return null
  return {
    chapter: strategy === 'rotation' ? 'rotate' : 'forget',
    event,
    quotes: `request #${event.seq} was let in ${formatSeconds(event.t - exposure.t0)} after the logout`,
    asks: 'Why?',
    choices: [
      'It was signed and in time, and nobody looked at anything else',
      'The logout had not been committed yet',
      'The attacker had renewed the token',
      'The cookie had not been deleted',
    ],
    because:
      'A JWT carries its own proof. Unless the check asks something besides signature and expiry, a logout cannot be seen by it.',
  }
}

/** Why a renewal was refused. */
const renewal: Template = (state, { n, endedAt }) => {
  const event = state.events.find(
    (one) =>
      one.kind === 'refreshed' &&
      one.session === n &&
      one.reason === 'session_revoked' &&
      endedAt !== null &&
      one.t > endedAt,
  )
  if (!event) return null
  return {
    chapter: 'rotate',
    event,
    quotes: `request #${event.seq} tried to renew with ${event.token ?? 'a refresh token'} and got 401`,
    asks: 'What did the server read to decide that?',
    choices: [
      'The session’s row, which says that it has ended',
      'The expiry inside the refresh token',
      'The denylist',
      'The attacker’s address',
    ],
    because:
      'A renewal goes to the database anyway, so it can see the logout. That is why a short access token is enough.',
  }
}

/** What a second use of a refresh token means. */
const reuse: Template = (state, { n }) => {
  const event = state.events.find(
    ({ kind, session, reason }) => kind === 'refreshed' && session === n && reason === 'refresh_reused',
  )
  if (!event) return null
  return {
    chapter: 'theft',
    event,
    quotes: `request #${event.seq} presented ${event.token ?? 'a refresh token'}, which had been used before`,
    asks: 'What does the server know at that moment?',
    choices: [
      'That there are two copies, but not which of them is the thief’s',
      'That whoever asks is the thief',
      'That the browser has lost its cookies',
      'Nothing: a refresh token may be used as often as one likes',
    ],
    because: 'Either may come second. So everything of this login ends, and whoever is honest logs in again.',
  }
}

/** How long an entry stays. */
const entry: Template = (state, { n }) => {
  const event = state.events.find((one) => one.kind === 'denylisted' && one.session === n)
  if (!event) return null
  return {
    chapter: 'denylist',
    event,
    quotes: `#${event.seq} put this session on the denylist`,
    asks: 'When may the entry go?',
    choices: [
      'When the token that it denies has expired, and a little later',
      'At the next login',
      'When the attacker gives up',
      'Never',
    ],
    because: 'From then on the expiry refuses the token. The little more is for instances whose clocks differ.',
  }
}

/** What a logout changes that a check could see. */
const logout: Template = (state, { n, strategy }) => {
  const event = state.events.find((one) => one.kind === 'logout' && one.session === n)
  if (!event) return null
  const nothing = 'Nothing'
  const [row, key] = ['The session’s row', 'An entry on the denylist']
  const both = 'Both an entry on the denylist and the session’s row'
  const right = { 'client-side': nothing, denylist: key, rotation: row, combined: both }[strategy]
  return {
    chapter: strategy === 'client-side' ? 'forget' : strategy === 'denylist' ? 'denylist' : 'rotate',
    event,
    quotes: `at #${event.seq} you logged out`,
    asks: 'What did that change that a later check or renewal reads?',
    choices: [right, ...others(right, [nothing, key, row, both])],
    because: {
      'client-side': 'Only your browser forgot something. No check has anything to see.',
      denylist: 'Every check asks the list, and there is no renewal that would read the row.',
      rotation: 'The next renewal reads the row. Until then the access token goes on.',
      combined: 'The entry stops the access token at its next use, the row stops the renewal.',
    }[strategy],
  }
}

/** What a check costs. */
const stores: Template = (state, { n, strategy }) => {
  const event = state.events.find(
    (one) =>
      one.session === n && isAttempt(one) && one.kind === 'replayed' && isSuccess(one) && one.store?.database === 0,
  )
  if (!event?.store) return null
  const asksDenylist = event.store.denylist > 0
  const right = asksDenylist ? 'The denylist, once' : 'None'
  return {
    chapter: strategy === 'denylist' || strategy === 'combined' ? 'denylist' : 'forget',
    event,
    quotes: `request #${event.seq} was let in`,
    asks: 'Which store did the server ask for it?',
    choices: [
      right,
      ...others(right, ['None', 'The denylist, once', 'The database, once', 'The denylist and the database']),
    ],
    because: asksDenylist
      ? 'A list is only worth something if every request is looked up in it, innocent ones too.'
      : 'The token says everything that this check wants to know. That is its charm, and why a logout is not seen.',
  }
}

/** What could end a token early. */
const issued: Template = (state, { n }) => {
  const event = state.events.find((one) => one.kind === 'issued' && one.session === n && one.token?.startsWith('A'))
  if (!event) return null
  return {
    chapter: 'forget',
    event,
    quotes: `#${event.seq} issued ${event.token}`,
    asks: 'How can its expiry be moved forward afterwards?',
    choices: [
      'It cannot: the signature covers it',
      'By logging out',
      'By issuing another token',
      'By deleting the cookie',
    ],
    because: 'Whatever ends it earlier is something that the server looks at besides the token.',
  }
}

/** What is noticed of a copy. */
const copied: Template = (state, { n }) => {
  const event = state.events.find((one) => one.kind === 'stolen' && one.session === n)
  if (!event) return null
  return {
    chapter: 'theft',
    event,
    quotes: `at #${event.seq} ${event.token ?? 'a token'} was copied`,
    asks: 'How could the server notice at that moment?',
    choices: ['It could not', 'By the signature', 'By the cookie, which is gone', 'By the denylist'],
    because: 'Copying takes nothing away. It shows at the earliest when two use what only one should have.',
  }
}

/** What was used, where nobody was attacked. */
const used: Template = (state, { n }) => {
  const event = state.events.find(
    (one) => one.kind === 'used' && one.session === n && isSuccess(one) && one.store?.database === 0,
  )
  if (!event) return null
  return {
    chapter: 'rotate',
    event,
    quotes: `request #${event.seq} was let in`,
    asks: 'Which of these did the server not look at?',
    choices: ['The session’s row', 'The signature', 'The expiry', 'The audience'],
    because: 'Who is asking stands in the token. Reading the row each time would be a plain server session.',
  }
}

/** In the order in which they are asked. */
const templates: readonly (readonly [kind: string, template: Template])[] = [
  ['stopper', stopper],
  ['survivor', survivor],
  ['renewal', renewal],
  ['reuse', reuse],
  ['entry', entry],
  ['logout', logout],
  ['stores', stores],
  ['issued', issued],
  ['copied', copied],
  ['used', used],
]

const others = (right: string, all: readonly string[]): string[] => all.filter((text) => text !== right)
