import type { Choice } from '@/lib/lab/run/questions.ts'
import { readSnippets } from '@/lib/lab/source/read.ts'

export interface MissingLine {
  path: string
  from: number
  /** The lines around it; null where it is missing. */
  lines: (string | null)[]
  choices: (Choice & { because: string })[]
}

/** Of `findDenied`. The engine's own tests hold the first; the others are what people write instead. */
const RIGHT = 'return stores.denylist.find(keys).catch(() => stores.store.findDenied(keys))'
const choices: MissingLine['choices'] = [
  {
    text: 'return stores.denylist.find(keys).catch(() => null)',
    right: false,
    because: 'That fails open: while the denylist is down, every denied copy is let in again.',
  },
  {
    text: 'return stores.denylist.find(keys)',
    right: false,
    because:
      'That fails closed: while the denylist is down, everybody is refused, although the database knows the answer.',
  },
  { text: RIGHT, right: true, because: 'The database has committed every denial, so it can answer in its place.' },
  {
    text: 'return stores.denylist.find(keys).catch(() => keys[0])',
    right: false,
    because: 'That says of everybody that they are denied: an outage would log everybody out.',
  },
]

/** From the code that runs here. Null: the snippets have not been made, or the line is no longer that one. */
export function missingLine(): MissingLine | null {
  const region = readSnippets()?.regions['denylist-check']
  if (!region) return null
  const lines = region.text.split('\n')
  const at = region.decidingLine - region.from
  if (lines[at]?.trim() !== RIGHT) return null
  return { path: region.path, from: region.from, lines: lines.with(at, null as never), choices }
}
