import type { Metadata } from 'next'
import { regions } from '@/lib/lab/run/regions.ts'
import { readSnippets } from '@/lib/lab/source/read.ts'
import { pageOf } from '../_lab/source/shown.ts'
import { decides, groups } from '../_lab/source/words.ts'
import { PageHead } from '../_ui/page-head.tsx'
import { BuiltFrom } from './built-from.tsx'

export const metadata: Metadata = { title: 'The code that decides' }

export default function SourcePage() {
  const snippets = readSnippets()
  return (
    <div className="mx-auto max-w-sheet">
      <PageHead title="The code that decides">
        <p>
          Every event of a run was decided by one line of one function. These are the functions, by what they decide.
          They are shown as they stand in the files that are running, and nothing is left out of them.
        </p>
      </PageHead>
      <div className="grid gap-10">
        {groups.map(({ title, regions: names }) => (
          <section key={title} aria-labelledby={idOf(title)}>
            <h2 id={idOf(title)} className="text-xl">
              {title}
            </h2>
            <ul className="mt-2 border-t border-control">
              {names.map((name) => {
                const { file, symbol } = regions[name]
                const line = snippets?.regions[name].decidingLine
                return (
                  <li
                    key={name}
                    className="grid gap-x-6 border-b border-line py-2.5 sm:grid-cols-[minmax(0,1fr)_minmax(0,27rem)]"
                  >
                    <a href={pageOf(file, name)} className="min-h-6 font-semibold">
                      {decides[name]}
                    </a>
                    <span className="text-sm leading-7 wrap-anywhere text-muted">
                      <code className="text-text">{symbol}</code> in{' '}
                      <code>
                        {file}
                        {line && `:${line}`}
                      </code>
                    </span>
                  </li>
                )
              })}
            </ul>
          </section>
        ))}
        <BuiltFrom snippets={snippets} />
      </div>
    </div>
  )
}

const idOf = (title: string): string => title.toLowerCase().replace(/\W+/g, '-')
