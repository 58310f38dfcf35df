import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchChecks } from './check.ts'
import { benchDenylist } from './denylist.ts'
import { benchHttp } from './http.ts'
import { benchLogouts } from './logout.ts'
import { quote } from './quote.ts'
import { machine, markdown, type Section } from './report.ts'
import { benchLongLife, benchWrites } from './rotation.ts'
import { benchSnapshot } from './snapshot.ts'
import { benchStorm } from './storm.ts'

/**
 *   npm run bench              everything, into lib/bench/RESULTS.md, what /compare quotes, and the README
 *   npm run bench -- quick     a few rounds of each, printed: does it run?
 *   npm run bench -- check     one part: check, denylist, snapshot, http, rotation, storm or logout
 */
const here = import.meta.dirname
const root = join(here, '../..')
const quick = process.argv.includes('quick')

const parts: Record<string, (folder: string) => Promise<Section | Section[]>> = {
  check: (folder) => benchChecks(folder, quick ? 4 : 80),
  denylist: (folder) => benchDenylist(folder, quick ? 4 : 80, quick ? 20_000 : 1_000_000),
  snapshot: (folder) => benchSnapshot(folder, quick ? 20_000 : 1_000_000),
  http: (folder) => benchHttp(folder, quick ? 2 : 10, quick ? 1 : 4),
  rotation: async (folder) => [
    await benchWrites(folder, quick ? 4 : 60),
    await benchLongLife(folder, quick ? 1_000 : 10_000),
  ],
  storm: (folder) => benchStorm(folder, quick ? 2 : 12, quick ? 300 : 1_000),
  logout: () => benchLogouts(quick ? 4 : 60),
}

installPeers()
const chosen = Object.keys(parts).filter((name) => process.argv.includes(name))
const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const measured: Record<string, Section[]> = {}
let complete = !quick && chosen.length === 0
for (const name of chosen.length > 0 ? chosen : Object.keys(parts)) {
  console.error(`${name} …`)
  try {
    measured[name] = [await parts[name]!(folder)].flat()
  } catch (error) {
    complete = false
    process.exitCode = 1
    console.error(error)
  }
}
rmSync(folder, { recursive: true, force: true })

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
const about = { date: new Date().toISOString().slice(0, 10), commit, machine: machine() }
const text = markdown(Object.values(measured).flat(), about)
console.log(text)
if (complete) {
  writeFileSync(join(here, 'RESULTS.md'), text)
  // For the page that quotes them.
  writeFileSync(join(here, 'results.json'), `${JSON.stringify({ ...about, measured }, null, 2)}\n`)
  quote({ ...about, measured })
}
process.exit()

/** What we are compared with is installed here, and never with the product. Their install scripts do not run. */
function installPeers(): void {
  if (existsSync(join(here, 'node_modules'))) return
  const args = ['install', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts']
  const { status } = spawnSync('npm', args, { cwd: here, stdio: 'inherit' })
  if (status !== 0) throw new Error('The peers could not be installed')
}
