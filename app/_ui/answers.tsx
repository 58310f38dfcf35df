import type { ReactNode } from 'react'
import type { Lifetimes, Strategy } from '@/lib/auth/index.ts'
import { formatDuration } from '@/lib/client/durations.ts'
import { Stamp } from './stamp.tsx'
import { strategyNames } from './strategy-names.ts'

interface Row {
  strategy: Strategy
  does: string
  works: ReactNode
  costs: string
}

const upTo = (seconds: number): ReactNode => (
  <>
    <span className="max-sm:hidden">up to </span>
    <span className="sm:hidden">≤ </span>
    {formatDuration(seconds)}
  </>
)

/** The three answers and the one to use. The times are this server's own. */
export function Answers({ lifetimes }: { lifetimes: Lifetimes }) {
  const rows: Row[] = [
    {
      strategy: 'client-side',
      does: 'delete the browser’s copy',
      works: upTo(lifetimes.longAccess),
      costs: 'nothing',
    },
    {
      strategy: 'denylist',
      does: 'remember its id until it expires',
      works: formatDuration(0),
      costs: '1 lookup per request',
    },
    {
      strategy: 'rotation',
      does: 'let it live briefly, end its renewal',
      works: upTo(lifetimes.access),
      costs: '1 write per renewal',
    },
    { strategy: 'combined', does: 'what this site does', works: formatDuration(0), costs: 'both' },
  ]
  return (
    <>
      <table className="sheet mt-4 leading-snug sm:mt-5">
        <caption className="sr-only">Ways to log out, and how long a stolen copy of the token goes on working</caption>
        <thead>
          <tr>
            <th scope="col">Logging out means</th>
            <th scope="col" className="w-[31%] sm:w-[30%]">
              A stolen copy still works for…
            </th>
            <th scope="col" className="w-[27%] sm:w-[24%]">
              Costs
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ strategy, does, works, costs }) => (
            <tr key={strategy} data-strategy={strategy}>
              <th scope="row" className="font-normal">
                <span className="font-bold">
                  {strategyNames[strategy].mark}&ensp;{strategyNames[strategy].name}
                </span>{' '}
                <span className="block text-sm leading-snug text-muted md:ms-2 md:inline md:text-base">{does}</span>
              </th>
              <td>
                <span className="font-semibold whitespace-nowrap">{works}</span> <Stamp kind="calculated" short />
              </td>
              <td className="max-sm:text-sm">{costs}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-2 text-sm leading-snug text-muted">
        <Stamp kind="calculated" /> from this server’s settings, counted from the moment it confirms the logout.
      </p>
    </>
  )
}
