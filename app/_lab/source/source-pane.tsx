'use client'

import type { Region } from '@/lib/lab/run/regions.ts'
import { regions as everyRegion } from '@/lib/lab/run/regions.ts'
import { CodeBlock } from './code-block.tsx'
import { CopyCode } from './copy-code.tsx'
import { pageOf, type Shown } from './shown.ts'
import { useSource } from './source-provider.tsx'
import { decides } from './words.ts'

interface Props {
  /** Which of those that `SourceData` brought, in this order; left out: all. */
  regions?: readonly Region[]
  /** The region of the event that is selected, as it stands there. */
  selected?: string | null
  /** How often each has decided in this run. */
  counts?: Readonly<Record<string, number>>
}

/** The code that decided the selected event; without one, all the code of this page, to be unfolded. */
export function SourcePane({ regions, selected = null, counts = {} }: Props) {
  const brought = useSource()
  const listed = regions?.flatMap((name) => brought.find(({ region }) => region === name) ?? []) ?? brought
  const one = brought.find(({ region }) => region === selected)
  return (
    <section
      aria-label="The code that decided"
      data-testid="source-pane"
      data-region={one?.region ?? ''}
      className="grid min-w-0 grid-cols-1 content-start gap-2"
    >
      {one ? <Selected one={one} count={counts[one.region]} /> : <List listed={listed} counts={counts} />}
      {selected !== null && !one && Object.hasOwn(everyRegion, selected) && (
        <p className="text-sm">
          Decided by{' '}
          <a href={pageOf(everyRegion[selected as Region].file, selected as Region)}>
            <code>{selected}</code>: {decides[selected as Region]}
          </a>
        </p>
      )}
    </section>
  )
}

function Selected({ one, count }: { one: Shown; count: number | undefined }) {
  return (
    <article className="min-w-0 overflow-hidden rounded-md border border-line">
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2">
        <h3 className="text-base">{decides[one.region]}</h3>
        <Decided count={count ?? 0} />
      </header>
      <Code one={one} />
    </article>
  )
}

function List({ listed, counts }: { listed: readonly Shown[]; counts: Props['counts'] }) {
  if (listed.length === 0)
    return (
      <p className="text-sm text-muted">
        The code was not built with these pages. It is in <code>lib/auth</code>.
      </p>
    )
  return (
    <div className="min-w-0 overflow-hidden rounded-md border border-line">
      {listed.map((one) => (
        <details key={one.region} data-region={one.region} className="group border-line not-first:border-t">
          <summary className="flex min-h-11 flex-wrap items-baseline gap-x-4 px-4 py-2 marker:content-none">
            <span className="font-semibold">
              <span aria-hidden="true" className="me-2 inline-block text-muted group-open:rotate-90">
                ▸
              </span>
              {decides[one.region]}
            </span>
            <Decided count={counts?.[one.region] ?? 0} quiet />
          </summary>
          <Code one={one} />
        </details>
      ))}
    </div>
  )
}

function Code({ one }: { one: Shown }) {
  const { region, path, from, to, decidingLine, text, html, href } = one
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-1.5 text-sm">
        <a href={pageOf(path, region)} className="inline-flex min-h-7 items-center wrap-anywhere">
          <code data-testid="source-place">
            {path}:{from}–{to}
          </code>
        </a>
        <span className="text-muted">line {decidingLine} decides</span>
        <span className="ms-auto flex flex-wrap items-center gap-x-4">
          <CopyCode text={text} />
          {href && (
            <a
              href={href}
              rel="noopener noreferrer"
              target="_blank"
              data-testid="repo-link"
              className="inline-flex min-h-7 items-center"
            >
              Open in the repo&nbsp;<span aria-hidden="true">↗</span>
              <span className="sr-only"> (in a new tab)</span>
            </a>
          )}
        </span>
      </div>
      <CodeBlock
        lines={html}
        from={from}
        deciding={[{ line: decidingLine }]}
        label={`${path}, lines ${from} to ${to}`}
      />
    </>
  )
}

/** It ran more often: for every request that another line decided, too. Digits that grow: in no live region. */
function Decided({ count, quiet = false }: { count: number; quiet?: boolean }) {
  if (count === 0) return quiet ? null : <span className="text-sm text-muted">has decided nothing in this run</span>
  return (
    <span data-testid="decided" data-count={count} className="text-sm text-muted tabular-nums">
      decided {count} {count === 1 ? 'time' : 'times'} in this run
    </span>
  )
}
