import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { CodeBlock } from '@/app/_lab/source/code-block.tsx'
import { linkTo } from '@/app/_lab/source/shown.ts'
import { decides } from '@/app/_lab/source/words.ts'
import { Notice } from '@/app/_ui/notice.tsx'
import { PageHead } from '@/app/_ui/page-head.tsx'
import { regions } from '@/lib/lab/run/regions.ts'
import { readSnippets } from '@/lib/lab/source/read.ts'
import { getServer } from '@/lib/server/server.ts'
import { BuiltFrom } from '../built-from.tsx'

/** The only files there are. The address is compared with these names and never becomes a path. */
const files = new Set<string>(Object.values(regions).map(({ file }) => file))

type Props = { params: Promise<{ path: string[] }> }

async function fileOf(params: Props['params']): Promise<string> {
  const { path } = await params
  const file = path.join('/')
  return files.has(file) ? file : notFound()
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await fileOf(params) }
}

export default async function SourceFilePage({ params }: Props) {
  const file = await fileOf(params)
  const snippets = readSnippets()
  const source = snippets?.files[file]
  const parts = Object.values(snippets?.regions ?? {})
    .filter(({ path }) => path === file)
    .toSorted((one, other) => one.decidingLine - other.decidingLine)
  const href = linkTo(getServer().env.repoUrl, parts[0]?.commit ?? null, file, null)
  return (
    <div className="mx-auto max-w-sheet">
      <p className="mb-1 text-sm">
        <a href="/source" className="inline-flex min-h-7 items-center">
          <span aria-hidden="true">←&nbsp;</span>All the code that decides
        </a>
      </p>
      <PageHead title={<code className="text-xl wrap-anywhere sm:text-2xl">{file}</code>}>
        {href && (
          <p>
            <a href={href} rel="noopener noreferrer" target="_blank" data-testid="repo-link">
              Open in the repo&nbsp;<span aria-hidden="true">↗</span>
              <span className="sr-only"> (in a new tab)</span>
            </a>
          </p>
        )}
      </PageHead>
      {source ? (
        <>
          <nav aria-label="Regions of this file">
            <ul className="mb-6 border-t border-control">
              {parts.map(({ region, decidingLine }) => (
                <li key={region} className="flex flex-wrap gap-x-6 border-b border-line py-2">
                  <a href={`#${region}`} className="min-h-6 font-semibold">
                    {decides[region]}
                  </a>
                  <span className="text-sm leading-7 text-muted">line {decidingLine}</span>
                </li>
              ))}
            </ul>
          </nav>
          <CodeBlock
            lines={source.lines}
            from={1}
            deciding={parts.map(({ region, decidingLine }) => ({ line: decidingLine, id: region }))}
            regions={parts}
            label={file}
          />
          <div className="mt-6">
            <BuiltFrom snippets={snippets} />
          </div>
        </>
      ) : (
        <Notice title="The code was not built with these pages.">
          <p>
            <code>npm start</code> and <code>npm run dev</code> do that.
          </p>
        </Notice>
      )}
    </div>
  )
}
