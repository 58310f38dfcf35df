import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { withClient } from '../../../db/testing/postgres.ts'
import { startRedis } from '../../../db/testing/redis.ts'
import { createTestClock } from '../../auth/testing.ts'
import { openEngine, type Place } from './engine.ts'
import { root } from './run-child.ts'

/** Gives `work` a new place, and takes it away afterwards. */
export type WithPlace = <Result>(work: (place: Place) => Promise<Result>) => Promise<Result>

export const secrets = {
  signingSecret: randomBytes(32).toString('base64url'),
  pepper: randomBytes(32).toString('base64url'),
}

/** What a killed process has written is safe with the kernel: no disk has to be waited for. */
const folders = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export async function withFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(folders, 'crash-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A SQLite file that is not there yet. */
export const emptyFile =
  (redis: string | null): WithPlace =>
  (work) =>
    withFolder((folder) => work({ root, database: `file:${join(folder, 'app.db')}`, redis, ...secrets }))

/** A copy of a migrated file: migrations have a search of their own. */
export async function migratedFiles(redis: string | null): Promise<WithPlace> {
  const template = await withFolder(async (folder) => {
    const file = join(folder, 'app.db')
    const engine = await openEngine({ root, database: `file:${file}`, redis, ...secrets }, createTestClock())
    await engine.close()
    return readFileSync(file)
  })
  return (work) =>
    emptyFile(redis)((place) => {
      writeFileSync(place.database.slice('file:'.length), template)
      return work(place)
    })
}

/** An empty Redis. */
export async function withRedis<Result>(work: (url: string) => Promise<Result>): Promise<Result> {
  const redis = await startRedis()
  try {
    return await work(redis.url)
  } finally {
    await redis.stop()
  }
}

/** `create` makes an empty database of a PostgreSQL. */
export async function withPostgres(
  postgres: { url: string } | { missing: string },
  work: (create: () => Promise<string>) => Promise<void>,
): Promise<void> {
  if ('missing' in postgres) throw new Error(postgres.missing)
  const names: string[] = []
  const ask = (text: string) => withClient(postgres.url, (client) => client.query(text))
  try {
    await work(async () => {
      const name = `crash_${randomBytes(6).toString('hex')}`
      names.push(name)
      await ask(`create database ${name}`)
      return postgres.url.replace(/postgres$/, name)
    })
  } finally {
    for (const name of names) await ask(`drop database ${name} with (force)`)
  }
}

export const sqliteSchema = async ({ database }: Place) => {
  const file = new Database(database.slice('file:'.length), { readonly: true })
  const objects = file.prepare('select name, sql from sqlite_master order by name').all()
  const done = file.prepare('select hash from __drizzle_migrations order by created_at').all()
  file.close()
  return [objects, done]
}

export const postgresSchema = ({ database }: Place) =>
  withClient(database, async (client) => {
    const columns =
      "select table_name, column_name, data_type from information_schema.columns where table_schema = 'public'"
    const found = await client.query(`${columns} order by 1, 2`)
    const done = await client.query('select hash from drizzle.__drizzle_migrations order by created_at')
    return [found.rows, done.rows]
  })
