import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../../db/testing/free-port.ts'
import { buildIfStale } from '../server/build.ts'
import { quantile } from './measure.ts'
import type { Section } from './report.ts'

const CONNECTIONS = 20
const HTTP_LIMIT = 0.95

interface Target {
  url: string
  accessToken: string
}

/** Target 3: GET /api/me on the production server, against the same route of the same build that asks nobody who they are. */
export async function benchHttp(folder: string, rounds: number, seconds: number): Promise<Section> {
  const root = join(import.meta.dirname, '../..')
  await buildIfStale(root)
  const children: ChildProcess[] = []
  try {
    const [open, guarded] = [await start('open', folder, children), await start('guarded', folder, children)]
    for (const target of [open, guarded]) await load(target, seconds)
    const [ratios, speeds]: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      const order = round % 2 === 0 ? [open, guarded] : [guarded, open]
      const measured = new Map<Target, number>()
      for (const target of order) measured.set(target, await load(target, seconds))
      ratios.push(measured.get(guarded)! / measured.get(open)!)
      speeds.push(measured.get(guarded)!)
    }
    const ratio = quantile(ratios, 0.5)
    return {
      title: '3 · GET /api/me over HTTP (speed ÷ the same route without authentication)',
      results: [
        {
          name: 'GET /api/me, SQLite, a token seen before',
          value: `${ratio.toFixed(3)} (${quantile(ratios, 0.25).toFixed(3)}–${quantile(ratios, 0.75).toFixed(3)})`,
          limit: `≥ ${HTTP_LIMIT}`,
          met: ratio >= HTTP_LIMIT,
          detail: `${quantile(speeds, 0.5).toFixed(0)} per second`,
          samples: `${rounds} rounds of ${seconds} s, ${CONNECTIONS} connections`,
        },
      ],
      notes: [
        'The route without authentication is this build with `authenticate` replaced, in the bench’s own process, by one that knows the answer. The load comes from the same machine.',
      ],
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
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refusals, ${result.errors} errors`)
  return result['2xx'] / result.duration
}
