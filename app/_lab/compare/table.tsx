import { memo, type ReactNode } from 'react'
import { Stamp } from '@/app/_ui/stamp.tsx'
import { strategyNames } from '@/app/_ui/strategy-names.ts'
import type { Strategy } from '@/lib/auth/index.ts'
import { type Compared, longestExposure, plotEnd } from '@/lib/lab/run/comparison.ts'
import { AddedCell } from './added-cell.tsx'
import { ExposureCell } from './exposure-cell.tsx'
import { KeptCell } from './kept-cell.tsx'

const does: Record<Strategy, string> = {
  'client-side': 'delete your copy',
  denylist: 'remember its id',
  rotation: 'short life, no renewal',
  combined: 'both, the default here',
}

interface Props {
  rows: readonly Compared[]
  caption: string
}

/** One row per strategy, three prices. Where it is narrow, on a phone or with large text, each row becomes a block that names its columns itself. */
function Table({ rows, caption }: Props) {
  const longest = longestExposure(rows)
  const end = plotEnd(rows)
  return (
    <div className="@container">
      <table className="sheet leading-snug @max-3xl:block" data-testid="compare-table">
        <caption className="sr-only">{caption}</caption>
        <thead className="@max-3xl:sr-only">
          <tr>
            <th scope="col" className="w-[20%]">
              Logging out means
            </th>
            <Head width="w-[27%]">Exposure: a copy got in after the logout for…</Head>
            <Head width="w-[33%]">Cost: the check of one request</Head>
            <Head width="">Kept per logout</Head>
          </tr>
        </thead>
        <tbody className="@max-3xl:block">
          {rows.map((row) => (
            <tr
              key={row.strategy}
              data-strategy={row.strategy}
              data-exposure-min-ms={row.exposure?.min}
              data-exposure-max-ms={row.exposure?.max ?? undefined}
              className="@max-3xl:block @max-3xl:border-b @max-3xl:border-control @max-3xl:py-4"
            >
              <th scope="row" className="font-normal @max-3xl:block @max-3xl:border-0 @max-3xl:p-0">
                <span className="font-bold whitespace-nowrap @max-3xl:text-lg">
                  {strategyNames[row.strategy].mark}&ensp;{strategyNames[row.strategy].name}
                </span>{' '}
                <span className="block text-sm text-muted">{does[row.strategy]}</span>
              </th>
              <Cell label="A copy got in after the logout for">
                <ExposureCell exposure={row.exposure} longest={longest} />
              </Cell>
              <Cell label="Cost: the check of one request">
                <AddedCell cost={row.cost} end={end} />
              </Cell>
              <Cell label="Kept per logout">
                <KeptCell strategy={row.strategy} kept={row.kept} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Drawn again for other rows only: while requests are timed, this page has nothing else to do. */
export const CompareTable = memo(Table)

function Head({ width, children }: { width: string; children: ReactNode }) {
  return (
    <th scope="col" className={width}>
      <span className="block">{children}</span>
      <Stamp kind="measured" />
    </th>
  )
}

function Cell({ label, children }: { label: string; children: ReactNode }) {
  return (
    <td className="@max-3xl:block @max-3xl:border-0 @max-3xl:px-0 @max-3xl:pt-3 @max-3xl:pb-0">
      <span
        className="mb-1 flex items-baseline justify-between gap-3 text-sm text-muted @3xl:hidden"
        aria-hidden="true"
      >
        {label}
      </span>
      {children}
    </td>
  )
}
