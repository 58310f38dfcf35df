import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'))

export interface Manifest {
  readonly dependencies: Record<string, string>
  readonly devDependencies?: Record<string, string>
  readonly allowScripts?: Record<string, boolean>
}

/** One installed package: what package-lock.json says of it. */
export interface Installed {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
  readonly integrity?: string
  /** It comes inside another package, and is known by that one's hash. */
  readonly inBundle?: boolean
}

export const manifest: Manifest = read('package.json')
export const benchManifest: Manifest = read('lib/bench/package.json')

export const installed: readonly Installed[] = Object.entries(
  read('package-lock.json').packages as Record<string, Installed>,
)
  .filter(([path]) => path !== '')
  .map(([path, entry]) => ({ ...entry, name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length) }))
