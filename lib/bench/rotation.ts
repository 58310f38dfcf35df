import { createSqliteAuthStore } from '../../db/sqlite/auth-store.ts'
import { createSqliteDenylist } from '../../db/sqlite/denylist.ts'
import type { Sqlite } from '../../db/sqlite/open.ts'
import { issueAccessToken } from '../auth/access-token.ts'
import type { IssuedTokens } from '../auth/index.ts'
import { activityOf } from '../auth/session.ts'
import { createTestClock } from '../auth/testing.ts'
import { openBenchSqlite, PAGE } from './drivers.ts'
import { openEngine } from './engine.ts'
import { compare, DISK_SLICE, quantile, type Subject } from './measure.ts'
import { type Section, speed } from './report.ts'

const SPEED_LIMIT = 0.9
const GROWTH_LIMIT = 1.1

const ROTATE = `update sessions set generation = generation + 1, current_hash = ?, nonce = ?, rotated_at = ?, used_at = null,
  access_until = ?, last_seen_at = ?, idle_expires_at = ? where id = ?`
const REVOKE = 'update sessions set revoked_at = ?, revoked_reason = ? where id = ?'
const RECORD = 'insert into activity (account_id, session_id, kind, at, generation, reason) values (?, ?, ?, ?, ?, ?)'
const DENY =
  'insert into denials (key, until, pending) values (?, ?, 0) on conflict (key) do update set until = excluded.until'

/** An engine whose clock moves a second with each call, without leeway: everything presented is old enough to rotate. */
async function openRotating(folder: string, name: string) {
  const clock = createTestClock()
  const sqlite = openBenchSqlite(folder, name)
  const stores = {
    store: createSqliteAuthStore(sqlite, { now: clock, outbox: false }),
    denylist: createSqliteDenylist(sqlite),
  }
  const engine = await openEngine(
    { remote: false, ...stores, bytes: () => 0, close: () => {} },
    { now: clock, leeway: 0 },
  )
  let tokens: IssuedTokens = engine.login
  const rotate = async () => {
    clock.advance(1)
    tokens = (await engine.auth.refresh(tokens)).tokens!
  }
  return { ...engine, sqlite, clock, rotate }
}

/** Target 4: what the engine adds to the database's own work, the fsync of each commit included. */
export async function benchWrites(folder: string, rounds: number): Promise<Section> {
  const [raw, ours, parts] = [
    await openRotating(folder, 'raw'),
    await openRotating(folder, 'engine'),
    await openRotating(folder, 'parts'),
  ]
  const rotations = await compare(
    [
      { name: 'better-sqlite3: one UPDATE', run: rawRotation(raw, false) },
      { name: 'better-sqlite3: UPDATE and the row of activity, one transaction', run: rawRotation(raw, true) },
      { name: 'rotation (`auth.refresh`: derive, decide, write, sign)', run: ours.rotate },
      { name: 'of it, the transaction: lock, read, decide, write', run: transaction(parts) },
      { name: 'of it, the signature (jose)', run: signature(parts) },
    ],
    rounds,
    DISK_SLICE,
  )
  const logouts = await compare([rawLogout(raw), logout(ours)], rounds, DISK_SLICE)
  raw.sqlite.close()
  ours.sqlite.close()
  parts.sqlite.close()
  return {
    title: '4 · Rotation and logout against raw statements (SQLite, FULL; speed ÷ raw)',
    results: [speed(rotations[2]!, SPEED_LIMIT), speed(logouts[1]!, SPEED_LIMIT)],
    others: [...[0, 1, 3, 4].map((index) => speed(rotations[index]!, null)), speed(logouts[0]!, null)],
    notes: ['Every commit is flushed to the disk: on a fast one the engine’s own time weighs more.'],
  }
}

type Rotating = Awaited<ReturnType<typeof openRotating>>

function rawRotation({ sqlite: { client }, login: { session } }: Rotating, withActivity: boolean): () => void {
  const [update, record] = [client.prepare(ROTATE), client.prepare(RECORD)]
  const write = () => {
    const at = Date.now() / 1000
    const [hash, nonce] = [crypto.randomUUID(), crypto.randomUUID()]
    update.run(hash, nonce, at, Math.ceil(at + 300), at, at + 1_209_600, session.id)
    if (withActivity) record.run(session.accountId, session.id, 'refreshed', at, 1, null)
  }
  return withActivity ? client.transaction(write).immediate : write
}

/** What a rotation writes, through the port and its driver. */
function transaction({ deps: { store }, login }: Rotating): () => Promise<unknown> {
  return () =>
    store.withSession(login.session.id, (session, _account, now) => ({
      outcome: null,
      sessions: [{ ...session, currentHash: crypto.randomUUID(), nonce: crypto.randomUUID(), rotatedAt: now }],
      activity: [activityOf(session, 'refreshed', now)],
    }))
}

const signature =
  ({ deps, login: { session }, clock }: Rotating): (() => Promise<string>) =>
  () =>
    issueAccessToken(deps, session, clock())

function rawLogout({ sqlite: { client }, login: { session } }: Rotating): Subject {
  const [revoke, deny, record] = [client.prepare(REVOKE), client.prepare(DENY), client.prepare(RECORD)]
  const run = client.transaction(() => {
    const at = Date.now() / 1000
    revoke.run(at, 'logged_out', session.id)
    deny.run(`sid:${crypto.randomUUID()}`, Math.ceil(at + 360))
    record.run(session.accountId, session.id, 'session_ended', at, 0, 'logged_out')
  }).immediate
  return { name: 'better-sqlite3: end, deny and record, one transaction', run }
}

function logout({ auth, credentials }: Rotating): Subject {
  const open: IssuedTokens[] = []
  return {
    name: 'logout (`auth.logout`: verify, end, deny, receipt)',
    async prepare(calls) {
      while (open.length < calls) open.push(await auth.login(credentials))
    },
    run: () => auth.logout(open.pop()!),
  }
}

/** Target 5: one session, rotated ten thousand times. */
export async function benchLongLife(folder: string, rotations: number): Promise<Section> {
  const { rotate, sqlite } = await openRotating(folder, 'long')
  const tenth = Math.floor(rotations / 10)
  const spent: number[] = []
  let early = 0
  for (let i = 0; i < rotations; i += 1) {
    const started = performance.now()
    await rotate()
    spent.push((performance.now() - started) * 1000)
    if (i === tenth) early = pagesOf(sqlite)
  }
  const late = pagesOf(sqlite)
  const trail = (pagesOf(sqlite, 'like') * PAGE) / rotations
  const [first, last] = [quantile(spent.slice(0, tenth), 0.5), quantile(spent.slice(-tenth), 0.5)]
  sqlite.close()
  const samples = `${rotations} rotations`
  return {
    title: `5 · ${rotations.toLocaleString('en')} rotations of one session`,
    results: [
      {
        name: 'the last tenth ÷ the first',
        value: `${(last / first).toFixed(2)}×`,
        limit: `≤ ${GROWTH_LIMIT.toFixed(2)}×`,
        met: last / first <= GROWTH_LIMIT,
        detail: `${last.toFixed(0)} µs`,
        samples,
      },
      {
        name: 'pages of the database but the audit trail’s, after the first tenth and in the end',
        value: `${early}, ${late}`,
        limit: 'the same',
        met: early === late,
        detail: '',
        samples,
      },
      {
        name: 'bytes of the audit trail for each, kept for its retention',
        value: trail.toFixed(0),
        limit: null,
        met: null,
        detail: '',
        samples,
      },
    ],
  }
}

/** Of the audit trail, which grows by a row with each rotation, or of everything else. */
const pagesOf = ({ client }: Sqlite, trail: 'like' | 'not like' = 'not like'): number =>
  Number(client.prepare(`select count(*) from dbstat where name ${trail} '%audit%'`).pluck().get())
