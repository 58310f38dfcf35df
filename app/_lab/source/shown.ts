import type { Region } from '@/lib/lab/run/regions.ts'
import type { Snippet, Snippets } from '@/lib/lab/source/snippets.ts'

/** A region as it is drawn: its lines as HTML, and where they can be read. */
export interface Shown extends Snippet {
  html: string[]
  /** In the repository, at that commit. Null: no address is configured, or that commit does not have this text. */
  href: string | null
}

export function shown(snippets: Snippets, region: Region, repoUrl: string | null): Shown {
  const snippet = snippets.regions[region]
  const { path, from, to, commit } = snippet
  return {
    ...snippet,
    html: snippets.files[path]!.lines.slice(from - 1, to),
    href: linkTo(repoUrl, commit, path, [from, to]),
  }
}

/** Never to a branch: what stands there tomorrow is not what ran here. */
export function linkTo(
  repoUrl: string | null | undefined,
  commit: string | null,
  path: string,
  lines: [number, number] | null,
): string | null {
  if (!repoUrl || !commit) return null
  const hash = lines ? `#L${lines[0]}-L${lines[1]}` : ''
  return `${repoUrl}/blob/${commit}/${path}${hash}`
}

/** The page of a file, at a region. */
export const pageOf = (path: string, region?: Region): string => `/source/${path}${region ? `#${region}` : ''}`
