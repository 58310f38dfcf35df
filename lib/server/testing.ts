import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeServer, type Server } from './server.ts'

export const ORIGIN = 'https://app.example'
export const newSecret = () => randomBytes(32).toString('base64url')

/** A server on a database of its own, put where routes look for the one that start has made. */
export async function openTestServer(more: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'server-'))
  const server = await composeServer(join(import.meta.dirname, '../..'), {
    APP_ORIGIN: ORIGIN,
    DATABASE_URL: `file:${join(folder, 'app.db')}`,
    AUTH_SECRETS: newSecret(),
    REFRESH_PEPPERS: newSecret(),
    ROTATION_LEEWAY: '0',
    ...more,
  })
  const shared = globalThis as { [key: symbol]: Server | undefined }
  shared[Symbol.for('logged-out.server')] = server
  return {
    server,
    async close() {
      await server.remote?.close()
      await server.database.close()
      rmSync(folder, { recursive: true })
    },
  }
}
