import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Puts a run's numbers where people read: between `<!-- name -->` and `<!-- /name -->`. Throws where a file has no such place. */
export function publish(file: string, name: string, lines: string[]): void {
  const path = join(root, file)
  const text = readFileSync(path, 'utf8')
  const place = new RegExp(`(<!-- ${name} -->)[\\s\\S]*(<!-- /${name} -->)`)
  if (!place.test(text)) throw new Error(`${file} has no place for what was ${name}`)
  writeFileSync(
    path,
    text.replace(place, (_all, open, close) => [open, ...lines, close].join('\n')),
  )
}
