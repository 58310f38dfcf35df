import type { EndReason } from '../auth/index.ts'
import { atOfDate, type Diary, type Play } from './play.ts'
import type { LabStore } from './ports.ts'

/** Every key that the denylist may hold because of a run. */
export function keysOfRun({ row }: Play): string[] {
  const versions = new Set(row.sessions.map(({ version }) => `ver:${row.accountId}:${version}`))
  return [...row.sessions.map(({ id }) => `sid:${id}`), ...versions]
}

/**
 * Writes down what a committed logout or alarm has ended: which sessions, and which entries the denylist has because of it,
 * as the database holds them now. The entry of a retired version covers every session, so it belongs to none.
 */
export async function recordEnding(
  { store, diary }: { store: LabStore; diary: Diary },
  play: Play,
  sessionIds: string[],
  ending: EndReason,
  t0: number,
  kind: 'revoked' | 'family_revoked',
): Promise<void> {
  const { sessions } = play.row
  const ended = sessions.filter(({ id, ended }) => ended === null && sessionIds.includes(id))
  await diary.change(play, {
    sessions: sessions.map((session) => (ended.includes(session) ? { ...session, ended: ending } : session)),
  })
  const server = { t: t0, actor: 'server' as const, ending }
  await diary.record(
    play,
    ...ended.map(({ n }) => ({ ...server, kind, session: n, region: kind === 'revoked' ? 'logout' : 'reuse' })),
  )
  const known = (await store.listEvents(play.row.id, 0, 10_000)).map(({ key }) => key)
  const entries = (await store.findDenials(keysOfRun(play))).filter(({ key }) => !known.includes(key))
  await diary.record(
    play,
    ...entries.map(({ key, until }) => ({
      ...server,
      kind: 'denylisted' as const,
      session: sessions.find(({ id }) => key === `sid:${id}`)?.n ?? null,
      key,
      expiresAt: atOfDate(play, until),
      region: key.startsWith('sid:') ? 'deny-session' : 'deny-version',
    })),
  )
}
