import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeTable, uncovered, unexplained, unknown } from './table.ts'
import { readTests } from './titles.ts'

/** `npm run checklist`: writes CHECKLIST.md and says what is still open. */
const root = join(import.meta.dirname, '../..')
const tests = readTests(root)
writeFileSync(join(root, 'CHECKLIST.md'), makeTable(tests))
const open = {
  'without a test': uncovered(tests),
  'without a test or a reason': unexplained(tests),
  unknown: unknown(tests),
}
for (const [what, ids] of Object.entries(open)) console.log(`${what}: ${ids.join(', ') || 'none'}`)
