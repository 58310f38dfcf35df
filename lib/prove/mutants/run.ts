import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { tally } from '../tally.ts'
import { mutantNamed, mutants } from './index.ts'
import type { Mutant } from './mutant.ts'
import { firstFailure, type Report, verdictOn } from './verdict.ts'

const root = join(import.meta.dirname, '../../..')
/** Vitest processes side by side, one worker each: one more than a small machine has cores, for each waits for its worker and its servers. */
const AT_ONCE = 3
/** Milliseconds until a run is ended from outside: more than the longest limit of a test, for one mutant and for all that is unmutated. */
const GIVEN_UP = { mutant: 60_000, control: 300_000 }

/**
 * Runs the tests of each mutant with it, and without any before: they must be green then. Prints a line for each. Throws when the
 * control is red: nothing could be said of any mutant.
 */
export async function runMutants(names?: readonly string[]): Promise<{ killed: number; total: number }> {
  const chosen = names ? names.map(mutantNamed) : mutants
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'))
  try {
    await runControl(folder, chosen)
    const killed = await runEach(folder, chosen)
    const counts = { killed, total: chosen.length }
    if (!names) tally('mutants', counts)
    console.log(`mutants: ${killed}/${chosen.length}`)
    return counts
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runControl(folder: string, chosen: readonly Mutant[]): Promise<void> {
  const started = performance.now()
  const tests = [...new Set(chosen.flatMap((mutant) => mutant.tests))]
  const options = [`--maxWorkers=${AT_ONCE}`]
  const { report, output } = await runTests(join(folder, 'control.json'), tests, options, GIVEN_UP.control)
  if (!report?.success) {
    const { title, why } = firstFailure(report) ?? { title: null, why: 'an error outside of every test' }
    throw new Error(`Without a mutant the tests are not green: ${title ?? 'no test'}: ${why}
${output}`)
  }
  console.log(`no mutant: ${tests.length} files of tests are green  ${secondsSince(started)}`)
}

async function runEach(folder: string, chosen: readonly Mutant[]): Promise<number> {
  const width = Math.max(...chosen.map(({ name }) => name.length))
  const waiting = [...chosen]
  let killed = 0
  async function work(): Promise<void> {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const started = performance.now()
      const place = join(folder, `${mutant.name}.json`)
      const options = ['--bail=1', '--maxWorkers=1']
      const { report } = await runTests(place, mutant.tests, options, GIVEN_UP.mutant, mutant.name)
      const { isKilled, told } = verdictOn(report)
      if (isKilled) killed++
      console.log(`${mutant.name.padEnd(width)}  ${told}  ${secondsSince(started)}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return killed
}

/** `report` null: Vitest was ended from outside, or came to none. `output`: the end of what it printed. */
function runTests(
  place: string,
  tests: readonly string[],
  options: readonly string[],
  timeout: number,
  mutant?: string,
): Promise<{ report: Report | null; output: string }> {
  // Once more: a deadline that was missed by chance neither kills a mutant nor stops the control.
  const always = ['--retry=1', '--no-cache', '--reporter=json', `--outputFile.json=${place}`]
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...options, ...always, ...tests],
    // The small share of every search: a mutant is found by a test, not by chance.
    { cwd: root, timeout, env: { ...process.env, MUTANT: mutant ?? '', PROVE: '' }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output = (output + chunk).slice(-4000)
    })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => {
      const report: Report | null = existsSync(place) ? JSON.parse(readFileSync(place, 'utf8')) : null
      resolve({ report, output })
    })
  })
}

const secondsSince = (started: number): string => `${((performance.now() - started) / 1000).toFixed(1)} s`

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const names = process.argv.slice(2)
  const { killed, total } = await runMutants(names.length > 0 ? names : undefined)
  process.exitCode = killed === total ? 0 : 1
}
