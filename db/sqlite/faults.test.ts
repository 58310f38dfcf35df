import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codeOf, createTestClock, credentials, openTestAuth } from '../../lib/auth/testing.ts'
import { openDatabase } from '../open.ts'

const root = join(import.meta.dirname, '../..')

/** A small file system of its own. Null: this machine allows no mounts. */
function smallDisk(): { folder: string; remove(): void } | null {
  const folder = mkdtempSync(join(tmpdir(), 'disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'pipe' })
  } catch {
    rmSync(folder, { recursive: true })
    return null
  }
  const remove = () => {
    execFileSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true })
  }
  return { folder, remove }
}

/** Nothing more fits on it. Returns how to make room again. */
function fill(folder: string): () => void {
  const ballast = join(folder, 'ballast')
  const { bavail, bsize } = statfsSync(folder)
  writeFileSync(ballast, Buffer.alloc(bavail * bsize))
  return () => rmSync(ballast)
}

test('SF-09: a full disk: no login, no rotation and no logout is claimed, checks go on, and nothing is lost', async ({
  skip,
}) => {
  const disk = smallDisk()
  if (!disk) return skip('no mounts are allowed here')
  const clock = createTestClock()
  const database = await openDatabase(`file:${join(disk.folder, 'app.db')}`, { now: clock, outbox: false, root })
  try {
    const { auth } = await openTestAuth({ store: database.store, denylist: database.denylist }, clock)
    const mina = await auth.register(credentials())
    const ended = await auth.login(credentials())
    await auth.logout(ended)
    await auth.authenticate(mina.accessToken)
    const mend = fill(disk.folder)
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
