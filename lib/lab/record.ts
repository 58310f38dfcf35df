import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LabEvent, ResultView } from '../http/lab-schemas.ts'
import { type PackedRun, pack, type Recording } from './record/pack.ts'
import { type Scene, scenes } from './record/scenes.ts'
import { Visitor, wait } from './record/visitor.ts'
import type { Sample } from './run/cost.ts'

// Plays every scenario against a running product, as a browser would, and writes recorded.json: the numbers of pages on which
// nothing has run yet. `npm run record -- http://localhost:3000`. One run at a time, so that none disturbs another.
// The events are those of a saved result: without tokens, users and addresses, sessions by their number.

const origin = process.argv[2] ?? 'http://localhost:3000'
const file = join(import.meta.dirname, 'recorded.json')
/** Seconds. An entry outlives its token by a minute, and is looked for once a second. */
const PATIENCE = 180

interface Played {
  visitor: Visitor
  id: string
  samples: Sample[] | undefined
}

async function play({ name, settings, play }: Scene): Promise<Played> {
  const visitor = new Visitor(origin)
  const { run } = await visitor.start(await settings(visitor))
  const samples = await play?.(visitor, run.id)
  await until(visitor, run.id, (_events, phase) => phase === 'settled')
  console.log(`${name}: played`)
  return { visitor, id: run.id, samples }
}

async function until(visitor: Visitor, id: string, holds: (events: LabEvent[], phase: string) => boolean) {
  for (let waited = 0; waited < PATIENCE; waited++) {
    const { run, events } = await visitor.run(id)
    if (holds(events, run.phase)) return
    if (run.phase === 'stopped') throw new Error(`The run ${id} was stopped`)
    await wait(1)
  }
  throw new Error(`The run ${id} has not come to its end in ${PATIENCE} s`)
}

const count = (events: LabEvent[], wanted: LabEvent['kind']) => events.filter(({ kind }) => kind === wanted).length

const played: Played[] = []
for (const scene of scenes) played.push(await play(scene))
console.log('Waiting for the entries of the denylist to run out …')
const runs: PackedRun[] = []
let last: ResultView | null = null
for (const { visitor, id, samples } of played) {
  await until(visitor, id, (events) => count(events, 'key_expired') >= count(events, 'denylisted'))
  last = await visitor.result(id)
  runs.push(pack(last.run, last.events, samples))
}
const recording: Recording = {
  recordedAt: Math.floor(Date.now() / 1000),
  commit: last!.commit?.slice(0, 7) ?? 'unknown',
  version: last!.versions['logged-out'] ?? '',
  node: last!.versions.node ?? '',
  runs,
}
writeFileSync(file, format(recording))
console.log(`Wrote ${file}, at commit ${recording.commit}`)

/** One event a line, so that a difference can be read. */
function format({ runs, ...head }: Recording): string {
  const lines = (values: unknown[]) => values.map((value) => JSON.stringify(value)).join(',\n')
  const text = runs.map(({ run, events, samples }) => {
    const measured = samples ? `,\n"samples": [\n${lines(samples)}\n]` : ''
    return `{\n"run": ${JSON.stringify(run)},\n"events": [\n${lines(events)}\n]${measured}\n}`
  })
  return `${JSON.stringify(head, null, 1).slice(0, -2)},\n "runs": [\n${text.join(',\n')}\n]\n}\n`
}
