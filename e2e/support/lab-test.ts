import { type LabEvent, type RunView, type TheftPath, theftPaths } from '../../lib/http/lab-schemas.ts'
import { settingsFor } from '../../lib/lab/run/presets.ts'
import { stateOf } from '../../lib/lab/run/state.ts'
import { LabClient } from './lab.ts'
import { LabDatabase } from './lab-database.ts'
import { exposureMeasured } from './lab-facts.ts'
import * as scenes from './lab-scenes.ts'
import { type RunningServer, startServer } from './server.ts'
import { test as base, expect } from './test.ts'

/** One run of every chapter. */
export type Recorded = Awaited<ReturnType<typeof recordAll>>

interface WorkerFixtures {
  /** The product with its default configuration, for the labs alone. */
  labServer: RunningServer
  labDatabase: LabDatabase
  recorded: Recorded
}

export const test = base.extend<object, WorkerFixtures>({
  labServer: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from a pattern
    async ({}, use) => {
      const server = await startServer()
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  labDatabase: [async ({ labServer }, use) => use(new LabDatabase(labServer)), { scope: 'worker' }],
  recorded: [
    async ({ labServer, labDatabase }, use) => {
      const recorded = await recordAll(labServer.origin, labDatabase)
      await use(recorded)
      for (const { stream } of recorded.all) stream.close()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

export { expect }

/** What stands in the diary and on the denylist once a scene is over (later it has been swept), with what the scene has noted. */
async function record<Notes extends scenes.Played>(client: LabClient, database: LabDatabase, notes: Notes) {
  const [{ run, events }, { tokens, cookies }] = await Promise.all([client.run(notes.id), client.tokens(notes.id)])
  const denials = database.denials(notes.id)
  return { ...notes, client, run, events, tokens, cookies, denials, state: stateOf(run, events) }
}

/** Milliseconds beyond one poll that a request may take to arrive. */
export const ARRIVAL = 250
const isPrompt = ({ events, run }: { events: LabEvent[]; run: RunView }) =>
  exposureMeasured(events, 1).max <= run.settings.poll * 1000 + ARRIVAL

/**
 * Three guests, as each may have five runs going, in three acts, so that none takes the time that another is measured in.
 * What is measured to a quarter of a second comes first and alone.
 */
async function recordAll(origin: string, database: LabDatabase) {
  const [mina, omar, ines] = [0, 1, 2].map(() => new LabClient(origin)) as [LabClient, LabClient, LabClient]
  const play = async <Notes extends scenes.Played>(client: LabClient, scene: Promise<Notes>) =>
    record(client, database, await scene)

  // Again where the machine held everybody up: what is wrong in the product is wrong three times.
  let denylist = await play(mina, scenes.denylist(mina))
  for (let tries = 1; tries < 3 && !isPrompt(denylist); tries++) {
    denylist.stream.close()
    denylist = await play(mina, scenes.denylist(mina))
  }
  const [combined, rotate, forget, race, thefts] = await Promise.all([
    play(mina, scenes.renewed(mina, 'combined')),
    play(mina, scenes.renewed(mina, 'rotation')),
    play(mina, scenes.forget(mina)),
    play(mina, scenes.watched(mina, settingsFor('race', 'test', scenes.MANY))),
    Promise.all(theftPaths.map((path) => play(ines, scenes.theft(ines, path)))),
  ])
  const [everywhere, others, password, compare, withoutLeeway] = await Promise.all([
    play(omar, scenes.everywhere(omar)),
    play(omar, scenes.others(omar)),
    play(omar, scenes.password(omar)),
    play(omar, scenes.compare(omar)),
    play(omar, scenes.theft(omar, 'two-tabs', 0)),
  ])
  const theft = Object.fromEntries(theftPaths.map((path, index) => [path, thefts[index]!])) as {
    [path in TheftPath]: (typeof thefts)[number]
  }
  const single = { denylist, combined, rotate, forget, race, everywhere, others, password, compare, withoutLeeway }
  return { ...single, theft, guests: { mina, omar, ines }, all: [...Object.values(single), ...thefts] }
}
