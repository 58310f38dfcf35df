import { resolve } from 'node:path'
import { BackupError, backUpSqlite, sqlitePath } from '../../../db/open.ts'
import { readConfiguration } from '../server.ts'
import { loadVariables } from '../variables.ts'
import { root, run, Told } from './run.ts'

run(async (name) => {
  if (!name) throw new Told('Into which file? npm run backup backups/2027-01-15.db')
  const path = sqlitePath(readConfiguration(root, loadVariables(root)).env.databaseUrl, root)
  if (path === null) throw new Told('DATABASE_URL names a Postgres: back it up with pg_dump, see DEPLOYMENT.md')
  const file = resolve(name)
  const { pages } = await backUpSqlite(path, file).catch((error: unknown) => {
    throw error instanceof BackupError ? new Told(error.message) : error
  })
  return `${file}: ${pages} pages, read again and found sound`
})
