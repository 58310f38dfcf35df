import type { Lifetimes, Strategy } from '@/lib/auth/index.ts'
import { formatDuration } from '@/lib/client/durations.ts'
import { Remains } from './remains.tsx'
import { Stamp } from './stamp.tsx'
import { strategyNames } from './strategy-names.ts'

interface Row {
  strategy: Strategy
  name?: string
  does: string
  /** Seconds that an access token lives at most; is it refused at once? */
  life: number
  denied: boolean
  costs: string
}

/** The three answers and the one to use. The times are this server's own. */
export function Answers({ lifetimes: { access, longAccess } }: { lifetimes: Lifetimes }) {
  const rows: Row[] = [
    { strategy: 'client-side', does: 'delete your copy', life: longAccess, denied: false, costs: 'nothing' },
    { strategy: 'denylist', does: 'remember its id', life: longAccess, denied: true, costs: '1 lookup per request' },
    { strategy: 'rotation', does: 'short life, no renewal', life: access, denied: false, costs: '1 write per renewal' },
    { strategy: 'combined', name: 'Both', does: 'the default here', life: access, denied: true, costs: 'both' },
  ]
  return (
    <table className="sheet mt-4 leading-snug sm:mt-6">
      <caption className="sr-only">Ways to log out, and how long a stolen copy of the token goes on working</caption>
      <thead>
        <tr>
          <th scope="col">Logging out means</th>
          <th scope="col" className="w-[28%] sm:w-[44%]">
            A stolen copy still works for…
          </th>
          <th scope="col" className="w-[28%] sm:w-[22%]">
            Costs
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ strategy, name = strategyNames[strategy].name, does, life, denied, costs }) => (
          <tr key={strategy} data-strategy={strategy}>
            <th scope="row" className="font-normal">
              <span className="font-bold">
                {strategyNames[strategy].mark}&ensp;{name}
              </span>{' '}
              <span className="block text-sm leading-snug text-muted">{does}</span>
            </th>
            <td>
              <div className="flex items-center gap-4">
                <span className="shrink-0 whitespace-nowrap sm:w-28">
                  <span className="font-semibold">{denied ? formatDuration(0) : `≤ ${formatDuration(life)}`}</span>{' '}
                  <Stamp kind="calculated" short />
                </span>
                <Remains share={life / Math.max(access, longAccess)} denied={denied} />
              </div>
            </td>
            <td className="max-sm:text-sm">{costs}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Where the times come from, and how to read the bars. */
export function AnswersNote() {
  return (
    <p className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm leading-snug text-muted">
      <span>
        <Stamp kind="calculated" /> from this server’s settings, from the moment it confirms the logout.
      </span>
      <span className="flex flex-wrap gap-x-5 max-sm:hidden" aria-hidden="true">
        <span className="flex items-center gap-2">
          <span className="h-4 border-s-2 border-text" /> you log out
        </span>
        <span className="flex items-center gap-2">
          <span className="state-active h-3 w-7" /> accepted
        </span>
        <span className="flex items-center gap-2">
          <span className="state-denied h-3 w-7" /> denied
        </span>
      </span>
    </p>
  )
}
