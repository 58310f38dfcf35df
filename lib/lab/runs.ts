import type { IssuedTokens, Strategy } from '../auth/index.ts'
import type { Guess, RunView, Scenario, Settings } from '../http/lab-schemas.ts'
import type { LabSession, RunRow } from './ports.ts'
import type { Sandbox } from './sandbox.ts'

interface Part {
  label: string
  strategy: Strategy
}

const racers: Part[] = [
  { label: 'Forget it', strategy: 'client-side' },
  { label: 'Deny it', strategy: 'denylist' },
  { label: 'Starve it', strategy: 'rotation' },
]

/** The sessions that a run begins with. */
function partsOf({ scenario, strategy }: Settings): [Part, ...Part[]] {
  const many: Partial<Record<Scenario, Part[]>> = {
    race: racers,
    compare: [...racers, { label: 'Starve and deny it', strategy: 'combined' }],
    everywhere: ['This browser', 'Phone', 'Tablet'].map((label) => ({ label, strategy })),
  }
  const [first = { label: 'This browser', strategy }, ...rest] = many[scenario] ?? []
  return [first, ...rest]
}

/** In these the reader's own browser holds session 1; the others are played by this server from beginning to end. */
export const isInBrowser = ({ scenario }: Settings): boolean =>
  !(['race', 'compare', 'theft'] as Scenario[]).includes(scenario)

/** A guest account with the sessions of its scenario, opened by the product's own verbs. */
export async function openRun(
  sandbox: Sandbox,
  given: { guest: string; settings: Settings; guess: Guess | null; now: number },
): Promise<{ row: RunRow; engine: ReturnType<Sandbox['engineFor']>; issued: IssuedTokens[] }> {
  const { guest, settings, guess, now } = given
  const id = crypto.randomUUID()
  const engine = sandbox.engineFor(settings)
  // `.invalid` can be nobody's address (RFC 2606, section 2).
  const who = { email: `${guestName(id)}@lab.invalid`, password: sandbox.passwordOf(id, 1) }
  const [first, ...others] = partsOf(settings)
  const { account, ...own } = await engine.auth.register({ ...who, strategy: first.strategy, device: first.label })
  const issued: IssuedTokens[] = [own]
  for (const { strategy, label } of others) issued.push(await engine.auth.login({ ...who, strategy, device: label }))
  const sessions = issued.map(
    ({ session }, index): LabSession => ({
      n: index + 1,
      id: session.id,
      label: session.device,
      strategy: session.strategy,
      version: session.openedVersion,
      ended: null,
    }),
  )
  const row: RunRow = {
    id,
    guest,
    accountId: account.id,
    settings,
    guess,
    verdict: null,
    phase: 'live',
    sessions,
    passwords: 1,
    startedAt: now,
    seenAt: now,
  }
  return { row, engine, issued }
}

const guestName = (runId: string) => `guest-${runId.slice(0, 8)}`

export function viewOfRun({ id, settings, guess, phase, startedAt, sessions }: RunRow): RunView {
  return {
    id,
    settings,
    guess,
    phase,
    startedAt,
    guest: guestName(id),
    sessions: sessions.map(({ n, id, label, strategy }) => ({ n, id, label, strategy })),
  }
}
