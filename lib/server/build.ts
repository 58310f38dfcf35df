import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { buildSnippets } from '../lab/source/build.ts'

/** Everything that `next build` reads. */
const SOURCES = [
  'app',
  'db',
  'lib',
  'lib/bench/results.json',
  'public',
  'proxy.ts',
  'next.config.js',
  'package.json',
  'package-lock.json',
  'postcss.config.mjs',
  'tsconfig.json',
]
const STAMP = '.next/source-stamp'

/**
 * Builds the pages unless the last build was made from these very files, and then what their source panes show: a build
 * empties its folder. Without `pages` the panes alone, for development. Throws when something cannot be built.
 */
export async function buildIfStale(root: string, { pages = true } = {}): Promise<void> {
  if (pages) buildPages(root)
  await buildSnippets(root)
}

function buildPages(root: string): void {
  const stamp = SOURCES.flatMap((name) => describe(root, join(root, name))).join('\n')
  const digest = createHash('sha256').update(stamp).digest('hex')
  const file = join(root, STAMP)
  if (existsSync(join(root, '.next/BUILD_ID')) && existsSync(file) && readFileSync(file, 'utf8') === digest) return
  console.log('Building the pages (only when the source has changed) …')
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const { status } = spawnSync(process.execPath, [next, 'build'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  if (status !== 0) throw new Error('The build failed')
  writeFileSync(file, digest)
}

/** Measurements and their packages, and searches: of these no page reads more than the results. */
const UNREAD = ['lib/bench', 'lib/prove']

/** Path and contents of every file but tests, which no build reads. */
function describe(root: string, path: string): string[] {
  if (!existsSync(path) || path.endsWith('.test.ts') || UNREAD.includes(relative(root, path))) return []
  if (statSync(path).isDirectory())
    return readdirSync(path)
      .sort()
      .flatMap((name) => describe(root, join(path, name)))
  return [relative(root, path), createHash('sha256').update(readFileSync(path)).digest('hex')]
}
