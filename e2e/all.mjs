// `npm test`: types, lint, units, contracts and end-to-end, on a machine that has nothing but Node, npm and (for the browser) apt.
// Plain JavaScript without imports from packages, because it installs them.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser, findFirefox, isThere } from './support/browser.mjs'
import { missingPackages } from './support/system.mjs'

const root = join(import.meta.dirname, '..')
const bin = (name) => join(root, 'node_modules/.bin', name)
const results = []
process.chdir(root)
rmSync('test-results', { recursive: true, force: true })

install()
installBrowser()
installServers()
process.env.NEXT_TELEMETRY_DISABLED = '1'
// `npm run prove`: every search in full.
if (process.argv[2] === 'prove') {
  // One search is in another browser; where it cannot be installed, it is skipped and says so.
  const quick = process.argv.includes('quick')
  if (!quick && !findFirefox() && isThere('apt-get')) installPackages(['firefox-esr'], 'Installing Firefox')
  const prove = ['--import', 'tsx', 'lib/prove/index.ts', ...process.argv.slice(3)]
  process.exit(spawnSync(process.execPath, prove, { stdio: 'inherit' }).status ?? 1)
}
// `npm run test:full`: repetitions and full-length runs too.
if (process.argv[2] === 'full') process.env.TEST_FULL = '1'

await Promise.all([
  step('lint', bin('biome'), ['check', '.']),
  step('types of the product', bin('tsc'), ['--noEmit']),
  step('types of the tests', bin('tsc'), ['--noEmit', '-p', 'tsconfig.tests.json']),
])
await step('units and contracts', bin('vitest'), ['run'], countUnits)
await step('end to end', bin('playwright'), ['test'], countEndToEnd)
await step('no secret in any log', process.execPath, ['--import', 'tsx', 'e2e/support/search-logs.ts'])
summarise()

function install() {
  const installed = 'node_modules/.package-lock.json'
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs) return
  // Not `npm ci`: a lock made on one platform may lack the optional packages of another, which `npm ci` refuses.
  run('npm', ['install', '--no-audit', '--no-fund'], 'Installing packages')
}

function installBrowser() {
  if (findBrowser()) return
  if (!isThere('apt-get')) return run(bin('playwright'), ['install', 'chromium'], 'Installing a browser')
  installPackages(['chromium-headless-shell'], 'Installing a browser')
}

/** Redis, PostgreSQL and nginx: the suites start their own, on free ports and in temporary folders. */
function installServers() {
  const missing = missingPackages()
  if (missing.length === 0) return
  if (isThere('apt-get')) return installPackages(missing, `Installing ${missing.join(', ')}`)
  console.error(`Install ${missing.join(', ')} first: the tests start servers of their own`)
  process.exit(1)
}

function installPackages(names, what) {
  const sudo = process.getuid() === 0 ? '' : 'sudo '
  const apt = `${sudo}apt-get update -q && ${sudo}apt-get install -y -q --no-install-recommends ${names.join(' ')}`
  run('sh', ['-c', apt], what)
}

function run(command, args, what) {
  console.log(`\n— ${what}`)
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  if (status !== 0) {
    console.error(`${what} failed`)
    process.exit(1)
  }
}

/** Runs one step; `count` reads how many tests it had, else the step counts as one. */
async function step(name, command, args, count) {
  console.log(`\n— ${name}`)
  const started = performance.now()
  const [status] = await once(spawn(command, args, { stdio: 'inherit' }), 'close')
  note(name, status === 0, started, count)
}

function note(name, ok, started, count) {
  const counted = count?.() ?? { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
  if (!ok && counted.failed === 0) counted.failed = 1
  results.push({ name, ok, seconds: (performance.now() - started) / 1000, ...counted })
}

function countUnits() {
  const report = read('test-results/units.json')
  return report && { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests }
}

function countEndToEnd() {
  const stats = read('test-results/e2e.json')?.stats
  if (stats?.flaky > 0) console.log(`${stats.flaky} of the end-to-end tests passed only at the second try`)
  return stats && { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

function summarise() {
  const total = { passed: 0, failed: 0, skipped: 0 }
  console.log('\n')
  for (const { name, ok, seconds, passed, failed, skipped } of results) {
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
    console.log(
      `${ok ? '✓' : '✗'} ${name.padEnd(24)} ${String(passed).padStart(4)} passed  ${failed} failed  ${seconds.toFixed(0)} s`,
    )
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  process.exit(total.failed === 0 ? 0 : 1)
}
