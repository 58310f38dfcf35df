import type { Region } from '@/lib/lab/run/regions.ts'
import { regions } from '@/lib/lab/run/regions.ts'
import { readSnippets } from '@/lib/lab/source/read.ts'
import { CodeBlock } from '../_lab/source/code-block.tsx'
import { pageOf } from '../_lab/source/shown.ts'

/** The part of the source that decides, with the line marked; where the build has none, its place alone. */
export function Source({ region }: { region: Region }) {
  const snippets = readSnippets()
  const snippet = snippets?.regions[region]
  if (!snippets || !snippet) {
    const { file, symbol } = regions[region]
    return (
      <p>
        <code>{symbol}</code> in <code>{file}</code>
      </p>
    )
  }
  const { path, from, to, decidingLine } = snippet
  return (
    <figure className="grid min-w-0 gap-1">
      <figcaption className="text-sm">
        <a href={pageOf(path, region)}>
          <code>{path}</code>
        </a>
        , line {decidingLine}
      </figcaption>
      <CodeBlock
        lines={snippets.files[path]!.lines.slice(from - 1, to)}
        from={from}
        deciding={[{ line: decidingLine }]}
        label={`${path}, lines ${from} to ${to}`}
      />
    </figure>
  )
}
