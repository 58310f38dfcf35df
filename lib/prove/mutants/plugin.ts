import { join } from 'node:path'
import type { Plugin } from 'vitest/config'
import { type Mutant, mutate } from './mutant.ts'

const root = join(import.meta.dirname, '../../..')

/** Vitest loads the mutant's file as `mutate` makes it; `pre`: before its types are taken away. */
export function plant(mutant: Mutant): Plugin {
  const file = join(root, mutant.file)
  return {
    name: 'mutant',
    enforce: 'pre',
    transform: (code, id) => (id.split('?', 1)[0] === file ? mutate(mutant, code) : null),
  }
}
