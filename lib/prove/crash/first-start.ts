import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseEnv } from 'node:util'
import { createTestClock, credentials } from '../../auth/testing.ts'
import { EnvError, readEnv } from '../../server/env.ts'
import { openEngine, type Place } from './engine.ts'
import { makeOlderDatabase } from './older.ts'
import { type WithPlace, withFolder } from './places.ts'
import { root, runChild, startBundle } from './run-child.ts'
import { type Scene, setScene, sit } from './scene.ts'
import { createTrial, type Findings, requireAlive } from './trial.ts'

/** A checkout whose SQLite migrations end with the first. */
export function makeOlderRoot(folder: string): string {
  const migrations = join(folder, 'db/sqlite/migrations')
  cpSync(join(root, 'db/sqlite/migrations'), migrations, { recursive: true })
  const journal = join(migrations, 'meta/_journal.json')
  const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8'))
  if (entries.length < 2) throw new Error('There is one migration: nothing is older')
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, 1) }))
  return folder
}

/** Milliseconds in which a database opens after a crash: no retry of the migrator may be what saves it. */
const PATIENCE = 5_000

/** Killed at every statement of the migration of one database; `older`: it is at that checkout's migrations, with people in it. */
export async function searchMigration(
  title: string,
  withPlace: WithPlace,
  older: string | null,
  schemaOf: (place: Place) => Promise<unknown>,
  findings: Findings,
): Promise<number> {
  let whole: string | null = null
  const schemas: [string, string][] = []
  const migrateOnce = async (place: Place, dieAt: number) => {
    const clock = createTestClock(Math.floor(Date.now() / 1000))
    let scene: Scene | null = null
    if (older) scene = await makeOlderDatabase(place, older, clock)
    const { steps, answer } = await runChild({ dieAt, deep: true, place, now: clock(), calls: [] })
    const started = performance.now()
    const engine = await openEngine(place, clock)
    const opened = performance.now() - started
    scene ??= await setScene(engine, 'combined')
    const name = `${title}, killed ${answer === null ? steps.at(-1) : 'never'}`
    const trial = createTrial({ engine, clock, scene, first: 'honest', steps, title: name }, findings)
    trial.check(opened < PATIENCE, `opened after ${Math.round(opened)} ms`)
    for (const seat of [scene.own, scene.other, scene.stranger]) await requireAlive(trial, seat, 'an older')
    const { code, value } = await trial.move(engine.auth.login(credentials('combined', scene.email)))
    trial.check(code === 'ok', `logged in: ${code}`)
    if (value) await requireAlive(trial, await sit(engine, value), 'a new')
    await engine.close()
    const schema = JSON.stringify(await schemaOf(place))
    if (answer === null) schemas.push([name, schema])
    else whole = schema
    return answer === null ? 1 : 0
  }
  let points = 0
  while ((await withPlace((place) => migrateOnce(place, points + 1))) === 1) points += 1
  findings.points += points
  for (const [name, schema] of schemas) if (schema !== whole) findings.violations.push(`${name}: another schema`)
  return points
}

/** The same in a container, where each start has the same process id. */
const PID = 7

/** Killed at every change of a file while the secrets are made; `present`: what `.env.local` holds before. */
export async function searchSecrets(title: string, present: string | null, findings: Findings): Promise<string[]> {
  const task = { deep: false, place: null, now: 0, pid: PID }
  for (let dieAt = 1; ; dieAt++) {
    const steps = await withFolder(async (folder) => {
      const file = join(folder, '.env.local')
      const read = () => parseEnv(readFileSync(file, 'utf8'))
      if (present !== null) writeFileSync(file, present)
      const calls: [string, string][] = [['ensureSecrets', folder]]
      const death = await runChild({ ...task, calls, dieAt })
      const check = (holds: boolean, violated: string) =>
        holds || findings.violations.push(`${title}, killed ${death.steps.at(-1)}: ${violated}`)
      const held = readdirSync(folder).includes('.env.local') ? read() : {}

      findings.moves += 1
      const failed = await runChild({ ...task, calls, dieAt: 0 }).then(
        () => null,
        ({ message }: Error) => /\b(Error: )?(E[A-Z]+)\b/.exec(message)?.[2] ?? message,
      )
      check(failed === null, `the next start fails: ${failed}`)
      if (failed !== null) return death.answer === null ? null : death.steps
      check(isUsable(read()), 'the secrets cannot be used')
      for (const [name, value] of Object.entries(held))
        check(value === '' || read()[name] === value, `${name} is another than before`)
      for (const name of readdirSync(folder))
        check((statSync(join(folder, name)).mode & 0o77) === 0, `others can read ${name}`)
      return death.answer === null ? null : death.steps
    })
    if (steps) return steps
    findings.points += 1
  }
}

function isUsable(variables: Record<string, string | undefined>): boolean {
  try {
    readEnv(variables)
    return true
  } catch (error) {
    if (error instanceof EnvError) return false
    throw error
  }
}

/** The first lines of the start script with everything of its own in a folder. */
function spawnStart(folder: string, ...visitor: string[]) {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [startBundle, root, folder, ...visitor], {
    cwd: root,
    env: { PATH, HOME, NODE_ENV: 'production', DATABASE_URL: `file:${join(folder, 'app.db')}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  return { child, output: () => output }
}

async function untilSaid({ child, output }: ReturnType<typeof spawnStart>, word: string): Promise<void> {
  while (!output().includes(word)) {
    if (hasEnded(child)) throw new Error(`The start ended before it was ${word}:\n${output()}`)
    await pause(1)
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null

async function kill(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const over = once(child, 'exit')
  child.kill('SIGKILL')
  await over
}

/** Milliseconds from the loaded modules to the end of a first start. */
export async function measureStart(): Promise<number> {
  return withFolder(async (folder) => {
    const start = spawnStart(folder)
    await untilSaid(start, 'loaded')
    const loaded = performance.now()
    await untilSaid(start, 'ready')
    const duration = performance.now() - loaded
    await kill(start.child)
    return duration
  })
}

/** A first start that is killed `after` milliseconds; the next one is a first start still, or a second, and serves a visitor. */
export async function dieAtStart(after: number, findings: Findings): Promise<void> {
  await withFolder(async (folder) => {
    const first = spawnStart(folder)
    await untilSaid(first, 'loaded')
    await pause(after)
    await kill(first.child)
    findings.points += 1
    const next = spawnStart(folder, 'visitor@example.org')
    await once(next.child, 'close')
    findings.moves += 5
    if (!next.output().includes('visited denied revoked denied_session'))
      findings.violations.push(`first start, killed after ${Math.round(after)} ms: ${next.output()}`)
  })
}
