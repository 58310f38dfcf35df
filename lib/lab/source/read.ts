import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { SNIPPETS, Snippets } from './snippets.ts'

let known: { writtenAt: number; snippets: Snippets } | null = null

/** What the source panes show; null: it has not been built, as under a bare `next build`. Servers run in the checkout. */
export function readSnippets(): Snippets | null {
  const file = join(process.cwd(), '.next/snippets.json' satisfies typeof SNIPPETS)
  try {
    const { mtimeMs } = statSync(file)
    if (known?.writtenAt !== mtimeMs)
      known = { writtenAt: mtimeMs, snippets: JSON.parse(readFileSync(file, 'utf8')) as Snippets }
    return known.snippets
  } catch {
    return known?.snippets ?? null
  }
}
