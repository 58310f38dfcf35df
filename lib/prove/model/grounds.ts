import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../../db/open.ts'
import { root } from '../../../db/testing/open.ts'
import { type AuthStore, type Clock, createMemoryDenylist, createMemoryStore, type Denylist } from '../../auth/index.ts'

/** Where a run of the model happens. Accounts of earlier runs stay: they are nobody's in this one. */
export interface Ground {
  store: AuthStore
  denylist: Denylist
  /** Ends the process's hold on its database and takes it up again, as a restart does. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** The database behind the store, and its own denylist or one in another place that forgets (`apart`). */
export async function openGround(url: string | null, now: Clock, { apart }: { apart: boolean }): Promise<Ground> {
  if (url === null) {
    const ports = { store: createMemoryStore(now), denylist: createMemoryDenylist(now) }
    return { ...ports, restart: async () => {}, close: async () => {} }
  }
  const open = () => openDatabase(url, { now, outbox: apart, root })
  let database = await open()
  const ground: Ground = {
    store: database.store,
    denylist: apart ? createMemoryDenylist(now) : database.denylist,
    async restart() {
      await database.close()
      database = await open()
      ground.store = database.store
      if (!apart) ground.denylist = database.denylist
    },
    close: () => database.close(),
  }
  return ground
}

export function temporaryFile(): { url: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'model-'))
  return { url: `file:${join(folder, 'app.db')}`, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
