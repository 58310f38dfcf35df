import { join } from 'node:path'
import { migrateSqlite, openSqlite } from '../../../db/sqlite/open.ts'
import type { TestClock } from '../../auth/testing.ts'
import { openEngine, type Place } from './engine.ts'
import { emptyFile } from './places.ts'
import { type Scene, setScene } from './scene.ts'

/** Makes the database of `place` as the older checkout did, with people in it: of each row what its table then had. */
export async function makeOlderDatabase(place: Place, older: string, clock: TestClock): Promise<Scene> {
  return emptyFile(null)(async ({ database }) => {
    const today = { ...place, database }
    const engine = await openEngine(today, clock)
    const scene = await setScene(engine, 'combined')
    await engine.close()
    const sqlite = openSqlite(place.database.slice('file:'.length))
    migrateSqlite(sqlite, join(older, 'db/sqlite/migrations'))
    sqlite.client.prepare('attach ? as today').run(today.database.slice('file:'.length))
    for (const table of ['accounts', 'sessions', 'activity', 'denials']) {
      const columns = sqlite.client.pragma(`main.table_info(${table})`) as { name: string }[]
      const names = columns.map(({ name }) => `"${name}"`).join()
      sqlite.client.exec(`insert into main.${table} (${names}) select ${names} from today.${table}`)
    }
    sqlite.close()
    return scene
  })
}
