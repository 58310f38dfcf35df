import { chmodSync, closeSync, existsSync, linkSync, openSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'

/** Thrown with a sentence for the operator. */
export class BackupError extends Error {}

/**
 * Copies the database of a running server into `file`, as it is at one moment, and reads the whole copy to see that it is sound.
 * `file` appears when it is whole or not at all, readable by its owner alone; an older one is never replaced. Throws BackupError.
 */
export async function backUpSqlite(source: string, file: string): Promise<{ pages: number }> {
  if (!existsSync(source)) throw new BackupError(`There is no database at ${source}`)
  const draft = `${file}.part`
  // With the mode that it keeps: nobody else reads it while it is written.
  closeSync(openSync(draft, 'w', 0o600))
  chmodSync(draft, 0o600)
  const client = new Database(source, { readonly: true, fileMustExist: true })
  try {
    // All pages in one step, in one read transaction: in WAL mode nobody waits for it, and no writer makes it begin again.
    const { totalPages } = await client.backup(draft, { progress: ({ totalPages }) => totalPages })
    requireSound(draft)
    // A link is refused where the name is taken.
    linkSync(draft, file)
    return { pages: totalPages }
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST')
      throw new BackupError(`${file} exists already: choose another name`)
    throw error
  } finally {
    client.close()
    for (const name of [draft, `${draft}-wal`, `${draft}-shm`, `${draft}-journal`]) rmSync(name, { force: true })
  }
}

function requireSound(file: string): void {
  const copy = new Database(file, { readonly: true })
  try {
    const found = copy.pragma('integrity_check', { simple: true })
    if (found !== 'ok') throw new BackupError('The copy is damaged: back up again, and look at the disk')
  } finally {
    copy.close()
  }
}
