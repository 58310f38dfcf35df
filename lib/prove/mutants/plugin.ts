import { join } from 'node:path'
import { type Mutant, mutate } from './mutant.ts'

const root = join(import.meta.dirname, '../../..')

/** A plugin of Vite: the mutant's file is loaded as `mutate` makes it. `pre`: before its types are taken away. */
export function plant(mutant: Mutant) {
  const file = join(root, mutant.file)
  return {
    name: 'mutant',
    enforce: 'pre' as const,
    transform: (code: string, id: string) => (id.split('?', 1)[0] === file ? mutate(mutant, code) : null),
  }
}
