import { execFileSync, spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { publish } from '../bench/publish.ts'
import { readTallies, told } from './tally.ts'

/**
 *   npm run prove              everything, into lib/prove/RESULTS.md, the README and SECURITY.md
 *   npm run prove -- quick     the small share that `npm test` runs, printed
 */
const root = join(import.meta.dirname, '../..')
const quick = process.argv.includes('quick')
const started = performance.now()
rmSync(join(root, 'test-results/prove'), { recursive: true, force: true })

const passed = [
  run('units', 'vitest', ['run', 'lib/prove']),
  run('servers and browsers', 'playwright', ['test', 'e2e/prove']),
  quick || run('mutants', 'tsx', ['lib/prove/mutants/run.ts']),
].every(Boolean)

const seconds = (performance.now() - started) / 1000
const tallies = readTallies()
const table = [
  '| search | how much | seconds |',
  '|---|---|---:|',
  ...tallies.map(({ search, counts, seconds }) => `| ${search} | ${told(counts)} | ${seconds.toFixed(0)} |`),
  `| all | | ${seconds.toFixed(0)} |`,
]
console.log(`\n${table.join('\n')}\n`)
if (!passed) console.error('Something was found, or something survived: see above')
else if (!quick) tell()
process.exit(passed ? 0 : 1)

function run(name: string, bin: string, args: string[]): boolean {
  console.log(`\n— ${name}`)
  const env = { ...process.env, ...(!quick && { PROVE: 'whole' }) }
  return spawnSync(join(root, 'node_modules/.bin', bin), args, { cwd: root, stdio: 'inherit', env }).status === 0
}

/** The numbers stand where people read, and only a run puts them there. */
function tell(): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const about = `${new Date().toISOString().slice(0, 10)}, commit ${commit}, \`npm run prove\`.`
  writeFileSync(
    join(root, 'lib/prove/RESULTS.md'),
    `# How much was searched\n\n${about} No violation, no surviving mutant.\n\n${table.join('\n')}\n`,
  )
  for (const file of ['README.md', 'SECURITY.md']) publish(file, 'proved', [about, '', ...table])
}
