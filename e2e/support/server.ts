import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../db/testing/free-port.ts'
import { envNames } from '../../lib/server/env.ts'
import { remember } from './secrets.ts'

const root = join(import.meta.dirname, '../..')
/** Everything that any server of the run printed: the last step looks for secrets in it. */
export const LOG = join(root, 'test-results/servers.log')

export interface RunningServer {
  /** Where this process answers. A twin is given its first's origin as APP_ORIGIN, as instances behind a balancer are. */
  readonly origin: string
  readonly env: Record<string, string>
  /** Standard output and error so far. */
  output(): string
  /** SIGTERM; resolves with the seconds it took. */
  stop(): Promise<number>
  /** SIGKILL. */
  kill(): Promise<void>
  /** SIGSTOP, SIGCONT. */
  signal(name: NodeJS.Signals): void
  /** Another process on the same database with the same secrets, on a port of its own. */
  twin(env?: Record<string, string>): Promise<RunningServer>
}

export const newSecret = () => randomBytes(32).toString('base64url')

/** What a server of the suite is given; a test overrides what it is about. */
export function serverEnv(folder: string): Record<string, string> {
  return {
    DATABASE_URL: `file:${join(folder, 'app.db')}`,
    AUTH_SECRETS: newSecret(),
    REFRESH_PEPPERS: newSecret(),
    LOGIN_LIMIT_ACCOUNT: '1000/600',
    LOGIN_LIMIT_ADDRESS: '5000/600',
  }
}

interface Options {
  cwd?: string
  /** How many files it may have open. Only where there is prlimit. */
  openFiles?: number
}

/** A production server of this checkout, as `npm start` runs it, on a free port and a fresh database. */
export async function startServer(given: Record<string, string> = {}, options: Options = {}): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'logged-out-'))
  const port = await freePort()
  const env: Record<string, string> = { ...serverEnv(folder), PORT: String(port), ...given }
  for (const name of ['AUTH_SECRETS', 'REFRESH_PEPPERS']) for (const one of env[name]!.split(',')) remember(one)
  const child = spawnServer(env, options.cwd ?? root, options)
  const origin = `http://localhost:${env.PORT}`
  await untilHealthy(child, origin)
  const over = async (signal: NodeJS.Signals) => {
    const started = performance.now()
    if (child.process.exitCode === null && child.process.signalCode === null) {
      child.process.kill(signal)
      await once(child.process, 'exit')
    }
    return (performance.now() - started) / 1000
  }
  return {
    origin,
    env,
    output: child.output,
    stop: async () => {
      const seconds = await over('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
      return seconds
    },
    kill: async () => void (await over('SIGKILL')),
    signal: (name) => void child.process.kill(name),
    twin: async (more = {}) =>
      startServer({ ...env, APP_ORIGIN: origin, PORT: String(await freePort()), ...more }, options),
  }
}

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** The start script with exactly this configuration: nothing comes in from the environment or a `.env.local` of the checkout. */
export function spawnServer(
  env: Record<string, string>,
  cwd: string,
  { openFiles }: Options = {},
): { process: ChildProcess; output(): string } {
  const { PATH = '', HOME = '' } = process.env
  const blank = Object.fromEntries(envNames.map((name) => [name, '']))
  const limit = openFiles ? ['prlimit', `--nofile=${openFiles}`] : []
  const [command = '', ...words] = [...limit, process.execPath, '--import', 'tsx', 'lib/server/start.ts']
  const child = spawn(command, words, {
    cwd,
    env: { PATH, HOME, NODE_ENV: 'production', ...blank, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  mkdirSync(join(LOG, '..'), { recursive: true })
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (chunk) => {
      output += chunk
      appendFileSync(LOG, chunk)
    })
  }
  running.add(child)
  child.once('exit', () => running.delete(child))
  return { process: child, output: () => output }
}

async function untilHealthy(child: ReturnType<typeof spawnServer>, origin: string): Promise<void> {
  const deadline = Date.now() + 120_000
  while (Date.now() < deadline) {
    if (child.process.exitCode !== null) throw new Error(`The server did not start:\n${child.output()}`)
    const answer = await fetch(`${origin}/healthz`).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`The server did not answer in time:\n${child.output()}`)
}
