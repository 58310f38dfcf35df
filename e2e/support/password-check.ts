import Database from 'better-sqlite3'
import { STEP_UP_WINDOW } from '../../lib/auth/index.ts'
import { claimsOf } from '../../lib/auth/testing.ts'
import type { RunningServer } from './server.ts'

/** Sets the password check of a session back in the server's own database, to a second more than it is good for. */
export function agePasswordCheck({ env }: RunningServer, accessToken: string): void {
  const client = new Database(env.DATABASE_URL!.slice('file:'.length), { fileMustExist: true })
  try {
    const { changes } = client
      .prepare('update sessions set authenticated_at = authenticated_at - ? where id = ?')
      .run(STEP_UP_WINDOW + 1, claimsOf(accessToken).sid)
    if (changes !== 1) throw new Error('There is no such session')
  } finally {
    client.close()
  }
}
