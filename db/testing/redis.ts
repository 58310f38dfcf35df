import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@redis/client'
import { freePort } from './free-port.ts'

/** Milliseconds. */
const START = 10_000

export interface RunningRedis {
  readonly url: string
  readonly port: number
  /** One command on a connection of its own, as redis-cli would send it. */
  command(...words: string[]): Promise<unknown>
  /** SIGSTOP: connections stay open, the kernel accepts new ones, nothing is answered. */
  pause(): void
  resume(): void
  /** SIGKILL: what was not written is lost. */
  kill(): Promise<void>
  /** After `kill` or `stop`, on the same port and folder. */
  start(): Promise<void>
  /** SIGTERM and a start: data come back where they are kept, scripts never do. */
  restart(): Promise<void>
  /** Saves, and returns how to be killed and started again with the data of now. Not with `appendonly`, which is read instead. */
  snapshot(): Promise<() => Promise<void>>
  /** SIGKILL; the folder is gone too. */
  stop(): Promise<void>
}

export interface RedisSettings {
  /** Left out: a free one. */
  readonly port?: number
  /** `appendonly yes`, flushed with every write. */
  readonly appendonly?: boolean
  /** Save when stopped by `restart`. */
  readonly save?: boolean
  /** rediss:// with a certificate that only its own authority (`ca`, PEM file) vouches for. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** More of redis.conf, as arguments. */
  readonly more?: readonly string[]
}

/** A redis-server of the test's own: a free port, a temporary folder, gone with the process at the latest. */
export async function startRedis({
  port: fixed,
  appendonly,
  save,
  tls,
  more = [],
}: RedisSettings = {}): Promise<RunningRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'redis-'))
  const port = fixed ?? (await freePort())
  const url = `${tls ? 'rediss' : 'redis'}://127.0.0.1:${port}`
  const ports = tls
    ? ['--port', '0', '--tls-port', String(port), '--tls-cert-file', tls.cert, '--tls-key-file', tls.key]
    : ['--port', String(port)]
  const settings = [
    ...[...ports, '--bind', '127.0.0.1', '--dir', folder, '--loglevel', 'warning'],
    ...['--save', save ? '3600 1' : '', '--appendonly', appendonly ? 'yes' : 'no', '--appendfsync', 'always'],
    ...(tls ? ['--tls-auth-clients', 'no'] : []),
    ...more,
  ]
  const clean = () => child.kill('SIGKILL')
  process.on('exit', clean)

  function launch() {
    return spawn('redis-server', settings, { stdio: 'ignore' })
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const over = once(child, 'exit')
    child.kill(signal)
    await over
  }
  async function start(): Promise<void> {
    child = launch()
    await untilReady(child, port, tls !== undefined)
  }
  async function command(...words: string[]): Promise<unknown> {
    const client = createClient({ url, socket: { reconnectStrategy: false, rejectUnauthorized: false } })
    client.on('error', () => {})
    await client.connect()
    return client.sendCommand(words).finally(() => client.destroy())
  }

  async function stop(): Promise<void> {
    await end('SIGKILL')
    process.off('exit', clean)
    rmSync(folder, { recursive: true, force: true })
  }

  let child = launch()
  await untilReady(child, port, tls !== undefined).catch(async (error) => {
    await stop()
    throw error
  })
  return {
    url,
    port,
    command,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    kill: () => end('SIGKILL'),
    start,
    async restart() {
      child.kill('SIGCONT')
      await end('SIGTERM')
      await start()
    },
    async snapshot() {
      await command('SAVE')
      const kept = join(folder, 'kept.rdb')
      copyFileSync(join(folder, 'dump.rdb'), kept)
      return async () => {
        await end('SIGKILL')
        copyFileSync(kept, join(folder, 'dump.rdb'))
        await start()
      }
    },
    stop,
  }
}

/** An authority and a certificate for 127.0.0.1 that only it vouches for: files in `folder`. */
export function makeCertificate(folder: string): { key: string; cert: string } {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync('openssl', [...request, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  return { key, cert }
}

/** Answers PING, which it does not while it is loading; it may ask for a password. With TLS: accepts connections. */
async function untilReady(child: ChildProcess, port: number, tls: boolean): Promise<void> {
  let why: string | undefined
  child.once('error', () => {
    why = 'redis-server is not installed: `npm test` installs it, or `apt-get install redis-server`'
  })
  child.once('exit', (code) => {
    why = `redis-server ended with ${code} when it was started`
  })
  const end = performance.now() + START
  while (!why && !(await ping(port, tls))) {
    if (performance.now() > end) why = 'redis-server did not answer'
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  if (why) throw new Error(why)
}

function ping(port: number, tls: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => (tls ? resolve(true) : socket.write('PING\r\n')))
    socket.on('data', (data) => resolve(/^(\+PONG|-NOAUTH)/.test(data.toString())))
    socket.on('error', () => resolve(false)).on('close', () => resolve(false))
    setTimeout(() => socket.destroy(), 200).unref()
  })
}
