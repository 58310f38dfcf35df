import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { codeOf, createTestClock, credentials, openTestAuth } from '../../lib/auth/testing.ts'
import { backUpSqlite, openDatabase } from '../open.ts'

const root = join(import.meta.dirname, '../..')
const clock = createTestClock()
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function openAt(name: string) {
  const database = await openDatabase(`file:${join(folder, name)}`, { now: clock, outbox: false, root })
  return { ...database, engine: (deps = {}) => openTestAuth({ ...database, ...deps }, clock) }
}

test('a backup taken between the writes of a running server opens as a database, with what was committed before it', async () => {
  const live = await openAt('app.db')
  const { auth, deps } = await live.engine()
  const mina = await auth.register(credentials())
  let writing = true
  const writer = (async () => {
    let written = 0
    for (; writing; written++) await auth.login(credentials('combined'))
    return written
  })()
  const file = join(folder, 'backup.db')
  const { pages } = await backUpSqlite(join(folder, 'app.db'), file)
  writing = false
  expect([pages > 0, (await writer) > 0]).toEqual([true, true])
  await auth.logout(mina)
  expect(statSync(file).mode & 0o777, 'nobody else reads it').toBe(0o600)
  expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([])
  await live.close()

  copyFileSync(file, join(folder, 'restored.db'))
  const restored = await openAt('restored.db')
  const again = await restored.engine({ keys: deps.keys, peppers: deps.peppers })
  await again.auth.authenticate(mina.accessToken)
  await again.auth.login(credentials())
  clock.advance(1)
  expect((await again.auth.revokeAll()).accounts).toBe(1)
  expect(await codeOf(again.auth.authenticate(mina.accessToken)), 'the logout it has forgotten').toBe('denied_version')
  await restored.close()
})

test('an older backup is never replaced, and a database that is not there is not made', async () => {
  const live = await openAt('app.db')
  const [source, file] = [join(folder, 'app.db'), join(folder, 'backup.db')]
  await backUpSqlite(source, file)
  const before = statSync(file).mtimeMs
  await expect(backUpSqlite(source, file)).rejects.toThrow('exists already')
  expect(statSync(file).mtimeMs).toBe(before)
  await expect(backUpSqlite(join(folder, 'none.db'), join(folder, 'other.db'))).rejects.toThrow('no database')
  expect(existsSync(join(folder, 'none.db')) || existsSync(join(folder, 'other.db'))).toBe(false)
  await live.close()
})
