import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** What runs: the commit where the checkout tells (null in a copy without git), and the versions that decide about a result. */
export function readBuild(root: string): { commit: string | null; versions: Record<string, string> } {
  const { status, stdout } = spawnSync('git', ['rev-parse', '--short=10', 'HEAD'], { cwd: root, encoding: 'utf8' })
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const require = createRequire(join(root, 'package.json'))
  const versionOf = (name: string): string =>
    JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')).version
  return {
    commit: status === 0 ? stdout.trim() : null,
    versions: {
      'logged-out': version,
      node: process.versions.node,
      next: versionOf('next'),
      sqlite: versionOf('better-sqlite3'),
    },
  }
}
