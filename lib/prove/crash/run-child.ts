import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import type { Task } from './child.ts'

export const root = join(import.meta.dirname, '../../..')
const bundles = join(root, 'test-results/crash')
const bundle = join(bundles, 'child.cjs')
export const startBundle = join(bundles, 'start.mjs')

/** One file each, so that a process starts in a fraction of the time. */
export function bundleChildren(): void {
  const common = { bundle: true, platform: 'node', logLevel: 'error' } as const
  const entry = (name: string) => [join(import.meta.dirname, name)]
  buildSync({
    ...common,
    entryPoints: entry('child.ts'),
    outfile: bundle,
    format: 'cjs',
    external: ['better-sqlite3', 'pg', '@redis/client', 'zod'],
    minify: true,
  })
  buildSync({ ...common, entryPoints: entry('start.ts'), outfile: startBundle, format: 'esm', packages: 'external' })
}

export interface Death {
  /** The steps it passed; it died at the last one. */
  steps: string[]
  /** `ok`, or the code of a refusal. Null: it died before it could answer. */
  answer: string | null
}

/** Throws when the child ends in any other way than by its answer or by its own SIGKILL. */
export async function runChild(task: Task): Promise<Death> {
  const child = spawn(process.execPath, [bundle, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [output, complaint] = ['', '']
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    complaint += chunk
  })
  const [code, signal] = await once(child, 'close')
  const lines = output.trim().split('\n')
  const died = signal === 'SIGKILL'
  if (!died && code !== 0) throw new Error(`The child failed after "${lines.at(-1)}":\n${complaint}`)
  const answer = died ? null : lines.pop()!.slice(1)
  return { steps: lines, answer }
}
