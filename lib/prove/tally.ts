import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../test-results/prove')
const started = performance.now()

export interface Tally {
  search: string
  /** By what was counted; `violations` or `survived` must be 0. */
  counts: Record<string, number>
  seconds: number
}

/** What a search looked at: printed, and kept for the table of `npm run prove`. Seconds count from its file's first import of this. */
export function tally(search: string, counts: Record<string, number>): void {
  const seconds = (performance.now() - started) / 1000
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${search}.json`), `${JSON.stringify({ search, counts, seconds } satisfies Tally)}\n`)
  console.log(`${search}: ${told(counts)}`)
}

export const told = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([name, count]) => `${count.toLocaleString('en')} ${name}`)
    .join(', ')

export function readTallies(): Tally[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')))
}
