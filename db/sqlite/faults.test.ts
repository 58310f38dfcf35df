import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codeOf, createTestClock, credentials, openTestAuth } from '../../lib/auth/testing.ts'
import { openDatabase } from '../open.ts'
import { fill, NO_MOUNTS, openSmallDisk } from '../testing/disk.ts'

const root = join(import.meta.dirname, '../..')

test('SF-09: a full disk: no login, no rotation and no logout is claimed, checks go on, and nothing is lost', async ({
  skip,
}) => {
  const disk = openSmallDisk('1m')
  if (!disk) return skip(NO_MOUNTS)
  const clock = createTestClock()
  const database = await openDatabase(`file:${join(disk.folder, 'app.db')}`, { now: clock, outbox: false, root })
  try {
    const { auth } = await openTestAuth({ store: database.store, denylist: database.denylist }, clock)
    const mina = await auth.register(credentials())
    const ended = await auth.login(credentials())
    await auth.logout(ended)
    await auth.authenticate(mina.accessToken)
    const mend = fill(disk)
    // What the write-ahead log has room for already is still written.
    for (let i = 0; (await auth.login(credentials()).catch(() => null)) !== null; i++) expect(i).toBeLessThan(2000)
    expect(await codeOf(auth.login(credentials()))).toBe('store_unavailable')
    expect(await codeOf(auth.refresh(mina))).toBe('store_unavailable')
    expect((await auth.logout(mina)).refresh).toBe('pending')
    await auth.authenticate(mina.accessToken)
    expect(await codeOf(auth.authenticate(ended.accessToken))).toBe('denied_session')

    mend()
    expect((await auth.refresh(mina)).tokens?.session.generation, 'the token was not consumed').toBe(1)
    expect(await codeOf(auth.authenticate(ended.accessToken))).toBe('denied_session')
    await auth.login(credentials())
  } finally {
    await database.close()
    disk.remove()
  }
})
