import { items, sections } from './index.ts'
import { type Item, severities } from './item.ts'
import type { NamedTest } from './titles.ts'

/** Critical and high items that no test of `npm test` names. */
export function uncovered(tests: readonly NamedTest[]): string[] {
  return items.filter((item) => isDemanding(item) && !isTested(item, tests)).map(({ id }) => id)
}

/** Medium and low items with neither a test nor a reason. */
export function unexplained(tests: readonly NamedTest[]): string[] {
  return items.filter((item) => !isDemanding(item) && !item.reason && !isTested(item, tests)).map(({ id }) => id)
}

/** Ids of titles that are in no list, each once. */
export function unknown(tests: readonly NamedTest[]): string[] {
  const known = new Set(items.map(({ id }) => id))
  return [...new Set(tests.flatMap(({ ids }) => ids).filter((id) => !known.has(id)))]
}

const isDemanding = ({ severity }: Item): boolean => severity === 'critical' || severity === 'high'
const isTested = ({ id }: Item, tests: readonly NamedTest[]): boolean =>
  tests.some(({ ids, always }) => always && ids.includes(id))

/** The text of CHECKLIST.md. */
export function makeTable(tests: readonly NamedTest[]): string {
  const counts = severities.map((severity) => {
    const all = items.filter((item) => item.severity === severity)
    const tested = all.filter((item) => isTested(item, tests)).length
    return `| ${severity} | ${all.length} | ${tested} | ${all.filter((item) => !isTested(item, tests) && item.reason).length} |`
  })
  const parts = sections.map(({ title, items }) =>
    ['', `## ${title}`, ...HEAD, ...items.map((item) => row(item, tests))].join('\n'),
  )
  return `${[...INTRODUCTION, ...counts, ...parts].join('\n')}\n`
}

const INTRODUCTION = [
  '# What must hold, and the test that proves it',
  '',
  'Made by `npm run checklist` from `lib/checklist` and the titles of the tests; `npm test` fails when it is out of date, and when a',
  'critical or high item has no test. A test that `npm test` does not run proves nothing here, and says by which command it runs.',
  '',
  '| severity | items | proved by a test | with a reason instead |',
  '|---|---:|---:|---:|',
]
const HEAD = ['| id | | must hold | proved by |', '|---|---|---|---|']

function row(item: Item, tests: readonly NamedTest[]): string {
  const proofs = tests
    .filter(({ ids }) => ids.includes(item.id))
    .map(({ title, file, always }) => `${title}${always ? '' : ' *(not by `npm test` alone)*'} \`${file}\``)
  const proved = proofs.length > 0 ? proofs : [item.reason ?? '**nothing yet**']
  return `| ${[item.id, item.severity, item.holds, proved.map(inCell).join('<br>')].join(' | ')} |`
}

const inCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ')
