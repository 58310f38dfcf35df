import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { findPostgres } from './find-postgres.mjs'
import { freePort } from './free-port.ts'

export const MISSING = 'PostgreSQL is not installed: apt-get install postgresql, or put initdb and postgres on the PATH'

/** A PostgreSQL of one's own: a temporary folder, a free port of 127.0.0.1, a random password. */
export interface Cluster {
  /** Of a database of this cluster. */
  url(database: string): string
  /** A new, empty database; returns its URL. */
  createDatabase(): Promise<string>
  /** Ends every connection and the server; the data stay. */
  stop(): Promise<void>
  /** Again, on the same port. */
  start(): Promise<void>
  /** SIGSTOP to every process of it: connections stay open and nothing answers. Undone by `thaw`. */
  freeze(): void
  thaw(): void
  /** Stops, and removes the folder. */
  remove(): Promise<void>
}

/** Milliseconds. */
const START_TIMEOUT = 20_000
// What is committed need not survive a power cut here.
const SETTINGS = { fsync: 'off', full_page_writes: 'off', max_connections: '100', shared_buffers: '32MB' }

/** Throws MISSING. As root it runs as `postgres`: a PostgreSQL refuses to be root. */
export async function startCluster(): Promise<Cluster> {
  const bin = findPostgres()
  if (bin === null) throw new Error(MISSING)
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {}
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  const password = randomBytes(16).toString('hex')
  writeFileSync(passwordFile, password, { mode: 0o644 })
  // An order of letters that is not that of bytes, as most servers have: what relies on one says so.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en']
  const auth = ['--username=owner', `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  execFileSync(`${bin}initdb`, ['-D', data, '--no-sync', ...locale, ...auth], { ...user, cwd: folder, stdio: 'pipe' })
  rmSync(passwordFile)

  const port = await freePort()
  const url = (database: string) => `postgres://owner:${password}@127.0.0.1:${port}/${database}`
  let server: ChildProcess | null = null
  let databases = 0
  const signal = (name: NodeJS.Signals) => {
    for (const pid of server?.pid ? [server.pid, ...childrenOf(server.pid)] : []) {
      try {
        process.kill(pid, name)
      } catch (error) {
        // A backend ends when its client leaves.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
      }
    }
  }
  const kill = () => {
    if (server?.pid && server.exitCode === null) signal('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', kill)

  const cluster: Cluster = {
    url,
    async createDatabase() {
      const name = `test_${++databases}_${randomBytes(4).toString('hex')}`
      await withClient(url('postgres'), (client) => client.query(`create database ${name}`))
      return url(name)
    },
    async start() {
      const place = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: folder }
      const settings = Object.entries({ ...SETTINGS, ...place }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
      const child = spawn(`${bin}postgres`, ['-D', data, ...settings], { ...user, cwd: folder, stdio: 'pipe' })
      server = child
      let output = ''
      child.stderr.on('data', (chunk) => {
        output += chunk
      })
      child.stdout.resume()
      const deadline = Date.now() + START_TIMEOUT
      for (;;) {
        const failed = await withClient(url('postgres'), (client) => client.query('select 1')).then(
          () => null,
          (error: unknown) => error,
        )
        if (failed === null) return
        if (child.exitCode !== null || Date.now() > deadline) throw new Error(`PostgreSQL did not start:\n${output}`)
        await pause(30)
      }
    },
    async stop() {
      if (server?.exitCode !== null) return
      signal('SIGCONT')
      // "Fast": connections are ended.
      server.kill('SIGINT')
      await once(server, 'exit')
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async remove() {
      await cluster.stop()
      process.removeListener('exit', kill)
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await cluster.start()
  return cluster
}

export async function withClient<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Deletes every row of the product's tables. */
export async function emptyDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'",
    )
    // The audit trail refuses to be emptied: here its triggers, as all, are off.
    await client.query('set session_replication_role = replica')
    await client.query(`truncate ${rows.map(({ name }) => name)} cascade`)
  })
}

const idOf = (what: '-u' | '-g') => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }))

/** From /proc, as on every Linux. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]) === parent
      } catch {
        return false
      }
    })
}
