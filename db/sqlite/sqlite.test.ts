import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTestClock, credentials, openTestAuth } from '../../lib/auth/testing.ts'
import { describeAuthStore } from '../contract/auth-store.ts'
import { describeDenylist } from '../contract/denylist.ts'
import { openDatabase, sqlitePath } from '../open.ts'

const root = join(import.meta.dirname, '../..')
const open = (file: string, now: () => number, outbox = false) => openDatabase(`file:${file}`, { now, outbox, root })

function temporaryFile() {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite-'))
  return { file: join(folder, 'app.db'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

describeAuthStore('SQLite', async (clock) => {
  const { file, remove } = temporaryFile()
  const databases = [open(file, clock, true)]
  return {
    store: databases[0]!.store,
    reopen: async () => {
      databases.push(open(file, clock, true))
      return databases.at(-1)!.store
    },
    close: () => {
      for (const database of databases) database.close()
      remove()
    },
  }
})

describeDenylist('SQLite', async (clock) => {
  const { file, remove } = temporaryFile()
  const database = open(file, clock)
  return {
    denylist: database.denylist,
    close: () => {
      database.close()
      remove()
    },
  }
})

test('embedded, a token is refused from the instant its logout commits: there is nothing to publish', async () => {
  const clock = createTestClock()
  const { file, remove } = temporaryFile()
  const database = open(file, clock)
  const auth = await openTestAuth({ clock, store: database.store, denylist: { ...database.denylist, deny: async () => {} } })
  const opened = await auth.register({ ...credentials, strategy: 'combined' })
  await auth.logout(opened)
  await expect(auth.authenticate(opened.accessToken)).rejects.toMatchObject({ code: 'denied_session' })
  expect(await database.store.listPendingDenials(10)).toEqual([])
  database.close()
  remove()
})

test('ten thousand rotations of one session: the same rows, the same file', async () => {
  const clock = createTestClock()
  const { file, remove } = temporaryFile()
  const database = open(file, clock)
  const auth = await openTestAuth({ clock, store: database.store, denylist: database.denylist })
  let { refreshToken, holder, session } = await auth.register({ ...credentials, strategy: 'combined' })
  const first = refreshToken
  const rotate = async (times: number) => {
    for (let i = 0; i < times; i++) {
      clock.advance(60)
      const { tokens } = await auth.refresh({ refreshToken, holder })
      ;({ refreshToken, holder, session } = tokens!)
    }
  }
  const size = () => statSync(file).size + statSync(`${file}-wal`).size
  await rotate(100)
  const before = { size: size(), rows: (await database.store.listActivity(session.accountId, { limit: 10_000 })).length }
  await rotate(9_900)
  expect(session.generation).toBe(10_000)
  expect((await database.store.listActivity(session.accountId, { limit: 10_000 })).length).toBe(before.rows)
  expect(await database.store.listSessions(session.accountId)).toHaveLength(1)
  expect(size() / before.size, 'the file does not grow').toBeLessThan(2)
  await expect(auth.refresh({ refreshToken: first, holder })).rejects.toMatchObject({ code: 'refresh_reused' })
  database.close()
  remove()
}, 120_000)

test.each([
  ['file:./data/app.db', join(root, 'data/app.db')],
  ['file:data/app.db', join(root, 'data/app.db')],
  ['file:/var/lib/app.db', '/var/lib/app.db'],
  ['file:///var/lib/app.db', '/var/lib/app.db'],
  ['postgres://localhost/app', null],
])('%s is %s', (url, path) => {
  expect(sqlitePath(url, root)).toBe(path)
})
