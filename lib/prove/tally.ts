import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../test-results/prove')

/** What a search looked at, by name: printed, and kept in test-results/prove for the table of `npm run prove`. */
export function tally(search: string, counts: Record<string, number>): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${search}.json`), `${JSON.stringify(counts)}\n`)
  const told = Object.entries(counts).map(([name, count]) => `${count.toLocaleString('en')} ${name}`)
  console.log(`${search}: ${told.join(', ')}`)
}
