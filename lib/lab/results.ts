import { randomBytes } from 'node:crypto'
import type { LabEvent, ResultView } from '../http/lab-schemas.ts'
import type { RunRow } from './ports.ts'
import { viewOfRun } from './runs.ts'

/** Seconds that a saved result can be read. */
export const RESULT_KEPT = 30 * 86_400

/** What ran, for whoever reads the result later. */
export interface Build {
  commit: string | null
  versions: Record<string, string>
}

/** A run without anything of anybody: no token, no user, no address; sessions and entries by their number. */
export function freeze(row: RunRow, events: LabEvent[], savedAt: number, build: Build): ResultView {
  const { id: _id, guest: _guest, ...run } = viewOfRun(row)
  const nobody = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  const label = (key: string | null) => {
    if (key === null) return null
    const session = row.sessions.find(({ id }) => key === `sid:${id}`)
    return session ? `sid: of session ${session.n}` : key.replace(/^ver:.*:/, 'ver: of the guest, version ')
  }
  return {
    id: randomBytes(16).toString('base64url'),
    savedAt,
    ...build,
    run: { ...run, sessions: run.sessions.map((session) => ({ ...session, id: nobody(session.n) })) },
    events: events.map((event) => ({ ...event, key: label(event.key) })),
  }
}
