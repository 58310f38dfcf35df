import { RecordedNote } from '@/app/_lab/recorded-note.tsx'
import { Stamp } from '@/app/_ui/stamp.tsx'
import type { Strategy } from '@/lib/auth/index.ts'
import { formatDuration } from '@/lib/client/durations.ts'
import { recordedExposure, recordedRun } from '@/lib/lab/recorded.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import { strategyNames } from './strategy-names.ts'

interface Row {
  strategy: Strategy
  does: string
  lasts: string
  costs: string
}

const rows: Row[] = [
  { strategy: 'client-side', does: 'delete your copy', lasts: 'the rest of its life', costs: 'nothing' },
  { strategy: 'denylist', does: 'remember its id', lasts: 'no time at all', costs: '1 lookup per request' },
  {
    strategy: 'rotation',
    does: 'short life, no renewal',
    lasts: 'the rest of a short life',
    costs: '1 write per renewal',
  },
]

/** The three answers, with what the newest recorded race measured for each. */
export function Answers() {
  const { settings } = recordedRun('race').run
  const lifeOf = (strategy: Strategy) => (strategy === 'rotation' ? settings.access : settings.longAccess)
  return (
    <>
      <table className="sheet mt-3 leading-snug sm:mt-4">
        <caption className="sr-only">Ways to log out, and how long a stolen copy of the token goes on working</caption>
        <thead>
          <tr>
            <th scope="col">Logging out means</th>
            <th scope="col" className="w-[38%] sm:w-[44%]">
              A stolen copy still works for…
            </th>
            <th scope="col" className="w-[25%] sm:w-[22%]">
              Costs
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ strategy, does, lasts, costs }) => (
            <tr key={strategy} data-strategy={strategy} data-testid="answer">
              <th scope="row" className="font-normal">
                <span className="font-bold">
                  {strategyNames[strategy].mark}&ensp;{strategyNames[strategy].name}
                </span>{' '}
                <span className="block text-sm leading-snug text-muted">{does}</span>
              </th>
              <td>
                <span className="font-semibold">{lasts}</span>
                <span className="block text-sm leading-snug text-muted">
                  {formatSeconds(recordedExposure(strategy).min)} of {formatDuration(lifeOf(strategy))}{' '}
                  <Stamp kind="measured" short />
                </span>
              </td>
              <td className="max-sm:text-sm">{costs}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-2 text-xs text-muted">
        <Stamp kind="measured" /> <RecordedNote />, from a logout after {settings.logoutAt}&#8239;s. Run it yourself:
      </p>
    </>
  )
}
