import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Region, regions } from '../run/regions.ts'
import { findRegion } from './find-region.ts'
import { SNIPPETS, type Snippet, type Snippets } from './snippets.ts'

/** Change it with the form of what is written. */
const FORM = 1

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Writes what the source panes show, unless it was made from these very files at this commit. Throws when a region is missing. */
export async function buildSnippets(root: string): Promise<void> {
  const texts = readSources(root)
  const git = askGit(root, [...texts.keys()])
  const key = sha256(JSON.stringify([FORM, git, regions, [...texts]]))
  const file = join(root, SNIPPETS)
  if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).key === key) return
  // Loaded only now: it takes longer than all the rest.
  const { createHighlight } = await import('./highlight.ts')
  const highlight = createHighlight()
  const snippets: Snippets = {
    key,
    ...git,
    builtAt: Date.now() / 1000,
    regions: cutRegions(texts, git),
    files: Object.fromEntries(
      [...texts].map(([path, text]) => [path, { sha256: sha256(text), lines: highlight(text.replace(/\n$/, '')) }]),
    ),
  }
  mkdirSync(dirname(file), { recursive: true })
  // Two starts at once each write a whole file.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify(snippets))
  renameSync(draft, file)
}

/** Path and text of every file that has a region. */
export function readSources(root: string): Map<string, string> {
  const paths = new Set(Object.values(regions).map(({ file }) => file))
  return new Map([...paths].sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

export function cutRegions(texts: ReadonlyMap<string, string>, git: Git): Record<Region, Snippet> {
  const entries = Object.entries(regions).map(([name, { file, symbol, line }]): [string, Snippet] => {
    try {
      const found = findRegion(texts.get(file)!, symbol, line)
      const commit = git.changed.includes(file) ? null : git.commit
      return [name, { region: name as Region, path: file, ...found, sha256: sha256(found.text), commit }]
    } catch (error) {
      throw new Error(`The region ${name} of lib/lab/run/regions.ts: ${(error as Error).message}`, { cause: error })
    }
  })
  return Object.fromEntries(entries) as Record<Region, Snippet>
}

type Git = Pick<Snippets, 'commit' | 'changed'>

/** Where there is no git or no repository, nothing is claimed. */
function askGit(root: string, paths: string[]): Git {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' })
  const commit = git('rev-parse', 'HEAD')
  const status = git('status', '--porcelain', '-z', '--no-renames', '--', ...paths)
  if (commit.status !== 0 || status.status !== 0) return { commit: null, changed: [] }
  // Two letters, a space, the path: relative to the top of the repository, which is the checkout.
  const changed = status.stdout.split('\0').filter(Boolean)
  return { commit: commit.stdout.trim(), changed: changed.map((entry) => entry.slice(3)) }
}
