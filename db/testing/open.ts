import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, inject } from 'vitest'
import type { Clock } from '../../lib/auth/ports.ts'
import { type Database, type DatabaseOptions, openDatabase } from '../open.ts'
import { emptyDatabase, withClient } from './postgres.ts'

export const root = join(import.meta.dirname, '../..')

type Opening = Partial<Pick<DatabaseOptions, 'outbox' | 'audit'>> & { keep?: boolean }

/** A PostgreSQL database for one test file, in the run's cluster. Fails with a sentence where PostgreSQL is not installed. */
export function openTestDatabase() {
  const postgres = inject('postgres')
  if ('missing' in postgres) throw new Error(postgres.missing)
  const admin = postgres.url
  const name = `file_${randomBytes(6).toString('hex')}`
  const url = admin.replace(/postgres$/, name)
  const opened: Database[] = []

  async function close() {
    for (const database of opened.splice(0)) await database.close()
  }
  beforeAll(() => withClient(admin, (client) => client.query(`create database ${name}`)))
  afterAll(async () => {
    await close()
    await withClient(admin, (client) => client.query(`drop database ${name}`))
  })

  return {
    url,
    close,
    /** A pool of its own, as another process has. Empty unless `keep`. */
    async open(now: Clock, { outbox = false, keep = false, audit = {} }: Opening = {}): Promise<Database> {
      const database = await openDatabase(url, { now, outbox, audit, root })
      opened.push(database)
      if (!keep) await emptyDatabase(url)
      return database
    },
  }
}
