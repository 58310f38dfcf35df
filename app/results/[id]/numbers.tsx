import { Stamp } from '@/app/_ui/stamp.tsx'
import { strategyNames } from '@/app/_ui/strategy-names.ts'
import { exposureIn, type RunState, type SessionState } from '@/lib/lab/run/state.ts'
import { checkWords, formatBound, formatSeconds, reasonWords } from '@/lib/lab/run/words.ts'

/** What each session came to. */
export function Numbers({ state }: { state: RunState }) {
  return (
    <table className="sheet leading-snug max-sm:block" data-testid="numbers">
      <caption className="sr-only">What the attacker got after the logout, by session</caption>
      <thead className="max-sm:sr-only">
        <tr>
          <th scope="col">Session</th>
          <th scope="col">A copy got in after the logout for</th>
          <th scope="col">What stopped it</th>
          <th scope="col">Renewals</th>
          <th scope="col">Left on the denylist</th>
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {state.sessions.map((session) => (
          <SessionRow key={session.n} state={state} session={session} />
        ))}
      </tbody>
    </table>
  )
}

const cell = 'max-sm:block max-sm:border-0 max-sm:p-0'

function SessionRow({ state, session }: { state: RunState; session: SessionState }) {
  const { n, label, strategy, generation } = session
  const exposure = exposureIn(state, n)
  const keys = state.keys.filter((key) => key.session === n || key.session === null)
  const name = strategyNames[strategy].name
  return (
    <tr
      data-strategy={strategy}
      data-exposure-min-ms={exposure?.min}
      data-exposure-max-ms={exposure?.max ?? undefined}
      className="max-sm:block max-sm:border-b max-sm:border-line max-sm:py-3"
    >
      <th scope="row" className={cell}>
        {label}
        {label !== name && <span className="block text-sm font-normal text-muted">{name}</span>}
      </th>
      <td className={cell}>
        {exposure ? (
          <>
            <strong
              data-outcome={exposure.leaks > 0 ? 'leak' : undefined}
              className={`text-lg ${exposure.leaks > 0 ? 'text-state-leak-text' : ''}`}
            >
              {formatSeconds(exposure.min)}
            </strong>{' '}
            <Stamp kind="measured" />
            <span className="block text-sm text-muted print:inline">
              {exposure.max === null
                ? 'and was not refused while anybody looked'
                : `between ${formatBound(exposure.min)} and ${formatBound(exposure.max)}\u202fs`}
            </span>
          </>
        ) : (
          'Nobody logged out of it.'
        )}
      </td>
      <td className={cell}>
        <StoppedBy state={state} n={n} />
      </td>
      <td className={cell}>
        <span className="text-muted sm:hidden">Renewals: </span>
        {generation}
      </td>
      <td className={cell}>
        <span className="text-muted sm:hidden">Denylist: </span>
        {keys.length === 0
          ? 'nothing'
          : keys.map(({ key, addedAt, until }) => (
              <span key={key} className="block">
                1 entry for {formatSeconds(until - addedAt)} <Stamp kind="measured" short />
              </span>
            ))}
      </td>
    </tr>
  )
}

function StoppedBy({ state, n }: { state: RunState; n: number }) {
  const refusal = exposureIn(state, n)?.refusal
  if (!refusal?.reason) return <>–</>
  const check = refusal.checks?.find(({ ok }) => ok === false)?.name
  return (
    <>
      {check && `${checkWords[check]}: `}
      {reasonWords[refusal.reason]} <code className="text-sm text-muted">#{refusal.seq}</code>
    </>
  )
}
