import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { codeOf, createTestClock, credentials, openTestAuth } from '../../lib/auth/testing.ts'
import { describeAuditTrail } from '../contract/audit.ts'
import { describeAuthStore } from '../contract/auth-store.ts'
import { describeDenylist } from '../contract/denylist.ts'
import { describeLabStore } from '../contract/lab-store.ts'
import { type DatabaseOptions, openDatabase, sqlitePath } from '../open.ts'
import { openSqlite } from './open.ts'

const root = join(import.meta.dirname, '../..')
const open = (file: string, now: () => number, outbox = false, audit: DatabaseOptions['audit'] = {}) =>
  openDatabase(`file:${file}`, { now, outbox, audit, root })

function temporaryFile() {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite-'))
  return { file: join(folder, 'app.db'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

describeAuthStore('SQLite', async (clock) => {
  const { file, remove } = temporaryFile()
  const databases = [await open(file, clock, true)]
  return {
    store: databases[0]!.store,
    reopen: async () => {
      databases.push(await open(file, clock, true))
      return databases.at(-1)!.store
    },
    close: async () => {
      for (const database of databases) await database.close()
      remove()
    },
  }
})

describeDenylist('SQLite', async (clock) => {
  const { file, remove } = temporaryFile()
  const database = await open(file, clock)
  return {
    denylist: database.denylist,
    close: async () => {
      await database.close()
      remove()
    },
  }
})

describeLabStore('SQLite', async (clock) => {
  const { file, remove } = temporaryFile()
  const databases = [await open(file, clock)]
  const { lab, store } = databases[0]!
  return {
    lab,
    auth: store,
    reopen: async () => {
      databases.push(await open(file, clock))
      return databases.at(-1)!.lab
    },
    close: async () => {
      for (const database of databases) await database.close()
      remove()
    },
  }
})

describeAuditTrail('SQLite', async (clock, audit) => {
  const { file, remove } = temporaryFile()
  const database = await open(file, clock, false, audit)
  const beside = new Sqlite(file)
  return {
    ...database,
    forbidden: [
      'update audit_event set address = null',
      'update audit_event set kept_until = 0',
      'delete from audit_event',
      "replace into audit_event (id, at, event, count, kept_until) select id, 1, 'x', 1, 1 from audit_event",
      "insert into audit_event (id, at, event, count, kept_until) select id, 1, 'x', 1, 1 from audit_event where true on conflict (id) do update set at = 1",
    ],
    execute: async (statement) => beside.exec(statement),
    close: async () => {
      beside.close()
      await database.close()
      remove()
    },
  }
})

async function openEngine() {
  const clock = createTestClock()
  const { file, remove } = temporaryFile()
  const { store, denylist, close } = await open(file, clock)
  // Whatever is denied must be denied by the store's own transaction.
  const silent = { ...denylist, deny: async () => {} }
  const { auth, deps } = await openTestAuth({ store, denylist: silent }, clock)
  const end = async () => {
    await close()
    remove()
  }
  return { auth, deps, store, clock, file, end }
}

test('SF-05: every connection has WAL, FULL, foreign keys and a busy timeout, and takes the write lock before it reads', () => {
  const { file, remove } = temporaryFile()
  const [one, other] = [openSqlite(file), openSqlite(file)]
  const pragmas = (name: string) => [one, other].map(({ client }) => client.pragma(name, { simple: true }))
  expect(pragmas('journal_mode')).toEqual(['wal', 'wal'])
  expect(pragmas('synchronous'), 'FULL').toEqual([2, 2])
  expect(pragmas('foreign_keys')).toEqual([1, 1])
  expect(pragmas('busy_timeout'), 'milliseconds').toEqual([2000, 2000])
  other.client.pragma('busy_timeout = 0')
  one.immediate(() => expect(() => other.immediate(() => 'read')).toThrow('database is locked'))
  expect(other.immediate(() => 'read')).toBe('read')
  one.close()
  other.close()
  remove()
})

test('embedded, a token is refused from the instant its logout commits: there is nothing to publish', async () => {
  const { auth, store, end } = await openEngine()
  const opened = await auth.register(credentials())
  await auth.logout(opened)
  expect(await codeOf(auth.authenticate(opened.accessToken))).toBe('denied_session')
  expect(await store.listPendingDenials(10)).toEqual([])
  await end()
})

test('what is published again, by whoever is slower, never ends earlier than it did', async () => {
  const clock = createTestClock()
  const { file, remove } = temporaryFile()
  const { store, denylist, close } = await open(file, clock)
  for (const seconds of [60, 600, 120]) await denylist.deny([{ key: 'sid:a', until: clock() + seconds }])
  expect(await store.listDenials({ after: '', limit: 9 })).toEqual([{ key: 'sid:a', until: clock() + 600 }])
  await close()
  remove()
})

test('RT-11: ten thousand rotations of one session: the same rows, the same pages but for the trail’s, and the first token is still known for what it is', async () => {
  const { auth, store, clock, file, end } = await openEngine()
  let { refreshToken, holder, session } = await auth.register(credentials())
  const first = refreshToken
  const rotate = async (times: number) => {
    for (let i = 0; i < times; i++) {
      clock.advance(60)
      const { tokens } = await auth.refresh({ refreshToken, holder })
      ;({ refreshToken, holder, session } = tokens!)
    }
  }
  const beside = new Sqlite(file, { readonly: true })
  const pages = beside.prepare("select count(*) from dbstat where name not like '%audit%'").pluck()
  const told = beside.prepare('select count(*) from audit_event').pluck()
  const measure = async () => ({
    pages: pages.get(),
    activity: (await store.listActivity(session.accountId, { limit: 10_000 })).length,
    sessions: (await store.listSessions(session.accountId)).length,
  })
  await rotate(1_000)
  const before = await measure()
  await rotate(9_000)
  const after = await measure()
  expect(session.generation).toBe(10_000)
  expect(after).toEqual({ ...before, sessions: 1 })
  expect(told.get(), 'of the trail each has a row').toBe(10_001)
  expect(await codeOf(auth.refresh({ refreshToken: first, holder }))).toBe('refresh_reused')
  beside.close()
  await end()
}, 120_000)

test('RT-15: a rotation whose answer was lost is retried a day later, by another process, and twice', async () => {
  const { auth, deps, clock, file, end } = await openEngine()
  const { refreshToken, holder } = await auth.register(credentials())
  const lost = await auth.refresh({ refreshToken, holder })
  clock.advance(86_400)
  const restarted = await open(file, clock)
  const again = await openTestAuth({ ...deps, store: restarted.store, denylist: restarted.denylist }, clock)
  for (const _ of [1, 2]) {
    const { tokens } = await again.auth.refresh({ refreshToken, holder })
    expect(tokens!.refreshToken).toBe(lost.tokens!.refreshToken)
    await again.auth.authenticate(tokens!.accessToken)
  }
  await restarted.close()
  await end()
})

test.each([
  ['file:./data/app.db', join(root, 'data/app.db')],
  ['file:data/app.db', join(root, 'data/app.db')],
  ['file:/var/lib/app.db', '/var/lib/app.db'],
  ['file:///var/lib/app.db', '/var/lib/app.db'],
  ['postgres://localhost/app', null],
])('%s is %s', (url, path) => {
  expect(sqlitePath(url, root)).toBe(path)
})
