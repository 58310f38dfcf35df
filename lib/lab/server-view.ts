import type { AuthStore, Clock } from '../auth/index.ts'
import type { ServerView } from '../http/lab-schemas.ts'
import { keysOfRun } from './endings.ts'
import { atOf, atOfDate, type Play } from './play.ts'
import type { LabStore } from './ports.ts'

interface Stores {
  auth: AuthStore
  lab: LabStore
  denylistDriver: string
  now: Clock
}

/** What the database holds for a run at this moment: its sessions, and its entries of the denylist with what is left of them. */
export async function readServerView({ auth, lab, denylistDriver, now }: Stores, play: Play): Promise<ServerView> {
  const [sessions, denials] = await Promise.all([
    auth.listSessions(play.row.accountId),
    lab.findDenials(keysOfRun(play)),
  ])
  const numberOf = (id: string) => play.row.sessions.find((session) => session.id === id)?.n ?? null
  const date = (seconds: number | null) => (seconds === null ? null : atOfDate(play, seconds))
  return {
    t: atOf(play),
    driver: denylistDriver,
    sessions: sessions
      .flatMap(({ id, strategy, generation, usedAt, revokedAt, revokedReason }) => {
        const n = numberOf(id)
        const row = { id, strategy, generation, usedAt: date(usedAt), endedAt: date(revokedAt), ending: revokedReason }
        return n === null ? [] : [{ n, ...row }]
      })
      .sort((one, other) => one.n - other.n),
    denials: denials.map(({ key, until }) => ({
      key,
      session: numberOf(key.slice('sid:'.length)),
      until: atOfDate(play, until),
      left: until - now(),
    })),
  }
}
