import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../db/open.ts'
import { AuthError } from '../auth/index.ts'
import { createTestClock, type TestClock } from '../auth/testing.ts'
import { createAudit } from './audit.ts'
import { auditFile, lineOf } from './audit-file.ts'
import { createLog, log } from './log.ts'
import { withOrigin } from './origin.ts'
import type { AuditRow } from './ports.ts'

log.level = 'silent'
const root = join(import.meta.dirname, '../..')
const HERE = '203.0.113.7'
const ids = () => ({ accountId: crypto.randomUUID(), sessionId: crypto.randomUUID() })

let clock: TestClock
let database: Database
let beside: Sqlite.Database
let close: () => Promise<void>
beforeEach(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'))
  const file = join(folder, 'app.db')
  clock = createTestClock()
  database = await openDatabase(`file:${file}`, { now: clock, outbox: false, root })
  beside = new Sqlite(file)
  close = async () => {
    beside.close()
    await database.close()
    rmSync(folder, { recursive: true })
  }
})
afterEach(() => close())

const rows = () =>
  beside
    .prepare(
      'select event, code, account_id as accountId, session_id as sessionId, address, count from audit_event order by id',
    )
    .all() as Pick<AuditRow, 'event' | 'code' | 'accountId' | 'sessionId' | 'address' | 'count'>[]
const sum = () => rows().reduce((total, { count }) => total + count, 0)

test('AU-02, AU-03: what a request was refused with is a row, with account and session where they are known, and with nothing that was typed', async () => {
  const audit = createAudit(database.audit, clock)
  const [owner, known] = [ids(), ids()]
  const principal = {
    ...owner,
    tokenId: 't',
    strategy: 'combined' as const,
    version: 1,
    generation: 0,
    issuedAt: 0,
    expiresAt: 0,
  }
  withOrigin(HERE, () => {
    audit.noteError(new AuthError('denied_session', known), 'me')
    audit.noteError(new AuthError('refresh_reused', known), 'refresh')
    audit.noteError(new AuthError('session_revoked'), 'password', principal)
    audit.noteError(new AuthError('invalid_credentials'), 'password', principal)
    audit.noteError(new AuthError('invalid_credentials'), 'login')
    audit.noteError(new AuthError('reset_refused', { accountId: known.accountId }), 'resetPassword')
    audit.noteCrossOrigin('logout')
    // Told by the decision itself, or no event of security.
    audit.noteError(new AuthError('invalid_credentials', { accountId: known.accountId }), 'login')
    audit.noteError(new AuthError('refresh_reused'), 'refresh')
    audit.noteError(new AuthError('expired'), 'me')
    audit.noteError(new Error('tell-nobody'), 'me')
    audit.noteOutage('denylist.find')
    audit.noteOutage('denylist_rebuilt')
    audit.noteOutage('lab_seen')
  })
  await audit.flush()
  const nobody = { accountId: null, sessionId: null }
  expect(rows()).toEqual(
    [
      { event: 'denied', code: 'denied_session', ...known },
      { event: 'denied', code: 'refresh_reused', ...known },
      { event: 'denied', code: 'session_revoked', ...owner },
      { event: 'reauthentication_failed', code: 'password', ...owner },
      { event: 'login_failed', code: 'login', ...nobody },
      { event: 'reset_refused', code: 'resetPassword', accountId: known.accountId, sessionId: null },
      { event: 'cross_origin_refused', code: 'logout', ...nobody },
      { event: 'outage', code: 'denylist.find', ...nobody },
    ].map((row) => ({ ...row, address: row.event === 'outage' ? null : HERE, count: 1 })),
  )
})

test('a flood is a row and then a number: thousands from one address, or from a thousand addresses, fill no disk, and none is forgotten', async () => {
  const audit = createAudit(database.audit, clock)
  const flood = async (times: number, address: (i: number) => string) => {
    for (let i = 0; i < times; i++) {
      withOrigin(address(i), () => audit.note({ event: 'cross_origin_refused', code: 'login' }))
      if (i % 100 === 0) await audit.flush()
    }
    clock.advance(60)
    await audit.flush()
  }
  await flood(5_000, () => HERE)
  expect(rows().map(({ count, address }) => [count, address])).toEqual([
    [1, HERE],
    [4_999, HERE],
  ])
  await flood(1_000, (i) => `198.51.${i % 250}.${Math.floor(i / 250)}`)
  expect(sum()).toBe(6_000)
  expect(rows().length, 'a hundred addresses, then all others together, once and then as a number').toBeLessThan(
    2 + 2 * 101,
  )
  expect(rows().find(({ address }) => address === null)).toBeDefined()
})

test('AU-06: a trail that cannot be written keeps what it was told, counts on, and has it all once it can', async () => {
  const audit = createAudit(database.audit, clock)
  const refuse = () => withOrigin(HERE, () => audit.noteCrossOrigin('login'))
  beside.exec('alter table audit_event rename to elsewhere')
  refuse()
  await audit.flush()
  for (let i = 0; i < 9; i++) refuse()
  await audit.flush()
  expect(audit.unwritten(), 'what /metrics shows').toBe(10)
  beside.exec('alter table elsewhere rename to audit_event')
  await audit.flush()
  expect(audit.unwritten()).toBe(0)
  expect(rows()).toMatchObject([{ event: 'cross_origin_refused', count: 10, address: HERE }])
})

test('what is noted while a flush is under way is not lost, nor what waits when the process is told to end', async () => {
  const refuse = () => audit.noteCrossOrigin('login')
  let more = 4
  const append: typeof database.audit.append = async (rows) => {
    for (; more > 0; more--) refuse()
    await database.audit.append(rows)
  }
  const audit = createAudit({ append }, clock)
  refuse()
  await audit.flush()
  expect([sum(), audit.unwritten()]).toEqual([1, 4])
  await audit.flush({ all: true })
  expect([sum(), audit.unwritten()]).toEqual([5, 0])
})

const hostile = [
  'a\r\nb',
  '\n{"event":"logged_in","at":1}',
  '"}\n{"level":30,"event":"forged"}',
  '\u001b[2K\u001b[1A\u001b[31mred',
  '\u009b31m',
  '\u0085next line',
  '\u2028line\u2029paragraph',
  '\u0000\u0007\u007f',
  '\u202eright to left',
  '=1+1',
  '\\u000a',
  '\ud800',
  '<script>alert(1)</script>',
]

test.each(hostile)('AU-04: no text forges a line, neither of the log nor of the download: %j', async (text) => {
  let written = ''
  const write = (line: string) => {
    written += line
  }
  const log = createLog({ write })
  log.info({ event: 'lab_request', agent: text, [text]: 1 }, text)
  const row: AuditRow = {
    ...{ id: 1, at: clock(), event: 'denied', generation: null, count: 1 },
    ...{ accountId: text, sessionId: text, address: text, requestId: text, code: text },
  }
  for (const line of [written, lineOf(row)]) expect(line).toMatch(/^[ -~]+\n$/)
  expect(JSON.parse(written)).toMatchObject({ level: 30, event: 'lab_request', agent: text, msg: text })
  expect(JSON.parse(lineOf(row))).toMatchObject({ event: 'denied', address: text, code: text })
})

test('the download has every row of its owner, in order, however many pages they are', async () => {
  const { accountId, sessionId } = ids()
  const row = {
    event: 'denied' as const,
    sessionId,
    address: HERE,
    requestId: null,
    generation: null,
    code: 'denied_session',
    count: 1,
  }
  for (let minute = 0; minute < 12; minute++)
    await database.audit.append(
      Array.from({ length: 100 }, (_, i) => ({
        ...row,
        accountId: i % 10 ? accountId : crypto.randomUUID(),
        at: clock() + minute * 60 + i / 2,
      })),
    )
  const response = await auditFile(database.audit, accountId)
  const text = await response.text()
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines).toHaveLength(12 * 90)
  expect(lines.every(({ at }, i) => i === 0 || at > lines[i - 1].at)).toBe(true)
  expect(lines[0].time).toBe(new Date((clock() + 0.5) * 1000).toISOString())
  expect(await (await auditFile(database.audit, crypto.randomUUID())).text()).toBe('')
})
