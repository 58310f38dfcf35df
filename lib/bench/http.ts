import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../../db/testing/free-port.ts'
import { buildIfStale } from '../server/build.ts'
import { quantile, shuffled } from './measure.ts'
import type { Section } from './report.ts'

const CONNECTIONS = 20
const HTTP_LIMIT = 0.95
const OURS = 'GET /api/me, SQLite, a token seen before'
/** Of those in `peers.ts`, the ones that people put behind a route as they are. */
const PEERS = [
  'jose + a Map of denied ids',
  'jsonwebtoken + express-jwt-blacklist (memory)',
  'iron-session: unsealData',
  '@auth/core (next-auth): decode',
  'better-auth: getSession (SQLite)',
  'better-auth: getSession (cookie cache)',
]

interface Target {
  url: string
  accessToken: string
}

/** Target 3: GET /api/me on the production server, against the same route of the same build that asks nobody who they are. */
export async function benchHttp(folder: string, rounds: number, seconds: number): Promise<Section> {
  await buildIfStale(join(import.meta.dirname, '../..'))
  const children: ChildProcess[] = []
  const targets: { name: string; target: Target; speeds: number[] }[] = []
  const notes = [
    'The route without authentication is this build with `authenticate` replaced, in the bench’s own process, by one that knows the answer; for a peer, by its check. The load comes from the same machine.',
  ]
  try {
    for (const name of ['open', 'guarded', ...PEERS]) {
      try {
        targets.push({ name, target: await start(name, folder, children), speeds: [] })
      } catch {
        notes.push(`${name} could not be measured`)
      }
    }
    for (const { target } of targets) await load(target, seconds)
    for (let round = 0; round < rounds; round += 1) {
      for (const { name, target, speeds } of shuffled(targets)) {
        speeds.push(
          await load(target, seconds).catch((cause) => {
            throw new Error(`${name} in round ${round}`, { cause })
          }),
        )
      }
    }
    const base = targets[0]!.speeds
    const rows = targets.slice(1).map(({ name, speeds }) => {
      const ratios = speeds.map((speed, round) => speed / base[round]!)
      const [low, ratio, high] = [0.25, 0.5, 0.75].map((share) => quantile(ratios, share)) as [number, number, number]
      const ours = name === 'guarded'
      return {
        name: ours ? OURS : name,
        value: `${ratio.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`,
        limit: ours ? `≥ ${HTTP_LIMIT}` : null,
        met: ours ? ratio >= HTTP_LIMIT : null,
        detail: `${quantile(speeds, 0.5).toFixed(0)} per second`,
        samples: `${rounds} rounds of ${seconds} s, ${CONNECTIONS} connections`,
      }
    })
    return {
      title: '3 · GET /api/me over HTTP (speed ÷ the same route without authentication)',
      results: rows.slice(0, 1),
      others: rows.slice(1),
      notes,
    }
  } finally {
    for (const child of children) child.disconnect()
  }
}

async function start(mode: string, folder: string, children: ChildProcess[]): Promise<Target> {
  const file = join(import.meta.dirname, 'http-server.ts')
  const args = [folder, String(await freePort()), mode]
  const child = fork(file, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  children.push(child)
  for await (const line of createInterface(child.stdout!)) {
    if (line.startsWith('ready ')) return JSON.parse(line.slice('ready '.length))
  }
  throw new Error(`The ${mode} server ended before it was ready`)
}

/** Requests per second; anything but 200 is an error. */
async function load({ url, accessToken }: Target, seconds: number): Promise<number> {
  const name: string = 'autocannon'
  const { default: autocannon } = await import(name)
  const headers = { cookie: `__Host-access=${accessToken}` }
  const result = await autocannon({ url, connections: CONNECTIONS, duration: seconds, headers })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${JSON.stringify(result.statusCodeStats)}, ${result.errors} errors`)
  return result['2xx'] / result.duration
}
