import { getTableColumns } from 'drizzle-orm'
import type { QueryResult } from 'pg'
import { ACTIVITY_KEPT, type Account, type Change, type Clock, type NewActivity } from '../../lib/auth/ports.ts'
import { type AuditOptions, createAuditRows } from '../audit.ts'
import { insertAudit } from './audit.ts'
import { namesOf, quoted, typesOf } from './columns.ts'
import { accounts, activity, sessions } from './schema.ts'

export interface Queryable {
  query(query: { name: string; text: string; values: unknown[] }): Promise<QueryResult>
}

/** Whose account it is, and the revision that must still be there; null: the account must not be there yet. */
export interface Guard {
  accountId: string
  revision: number | null
}

export interface WriteOptions {
  now: Clock
  /** Denials wait for a denylist elsewhere. */
  outbox: boolean
  audit?: AuditOptions | null
}

/**
 * One statement: the guard, and everything else only where the guard found its row. The guard comes first and holds the account's
 * lock to the end, so that statements about one account follow each other. False: nothing was written.
 * Prepared under a name for each combination of parts.
 */
export function createWrite({ outbox, ...options }: WriteOptions) {
  const tell = auditOf(options)
  return async (client: Queryable, guard: Guard, change: Omit<Change<unknown>, 'outcome'>): Promise<boolean> => {
    const values: unknown[] = [guard.accountId]
    const given = (value: unknown) => `$${values.push(value)}`
    const parts = [guardOf(guard, change.account, given)]
    // With the account go its sessions and its activity.
    const rows = change.account === null ? { denials: change.denials } : change
    if (rows.sessions?.length) parts.push(['sessions', writeSessions(given(JSON.stringify(rows.sessions)))])
    if (rows.denials?.length) parts.push(['denials', writeDenials(given(JSON.stringify(rows.denials)), outbox)])
    if (rows.activity?.length) parts.push(...writeActivity(rows.activity, given))
    parts.push(...tell(guard.accountId, change, given))
    return (await client.query(statement(parts, values))).rowCount === 1
  }
}

/** Outside a decision. Locks the account, so that ids of its activity become visible in their order. */
export function createWriteActivity(options: Omit<WriteOptions, 'outbox'>) {
  const tell = auditOf(options)
  return async (client: Queryable, entry: NewActivity): Promise<void> => {
    const values: unknown[] = [entry.accountId]
    const given = (value: unknown) => `$${values.push(value)}`
    const lock: Part = ['lock', `guard as (select id from ${ACCOUNTS} where id = $1 for no key update)`]
    const parts = [lock, ...writeActivity([entry], given), ...tell(entry.accountId, { activity: [entry] }, given)]
    await client.query(statement(parts, values))
  }
}

/** What a change tells the audit trail, as another part of its statement. `audit` null: nothing. */
function auditOf({ now, audit = {} }: Omit<WriteOptions, 'outbox'>) {
  const rows = audit && createAuditRows(audit)
  return (accountId: string, change: Omit<Change<unknown>, 'outcome'>, given: (value: unknown) => string): Part[] => {
    const told = rows?.of(accountId, change, now()) ?? []
    return told.length > 0 ? [['audit', `audited as (${insertAudit(given(JSON.stringify(told)), ['guard'])})`]] : []
  }
}

type Part = [name: string, sql: string]

function statement(parts: Part[], values: unknown[]) {
  return {
    name: `write ${parts.map(([name]) => name).join(' ')}`,
    text: `with ${parts.map(([, sql]) => sql).join(',\n')}\nselect from guard`,
    values,
  }
}

function guardOf({ revision }: Guard, account: Account | null | undefined, given: (value: unknown) => string): Part {
  if (revision === null) {
    const { id: _id, ...rest } = account!
    const names = Object.keys(rest) as (keyof typeof rest)[]
    const columns = names.map((name) => quoted(getTableColumns(accounts)[name]))
    const insert = `insert into ${ACCOUNTS} (id, ${columns}) values ($1, ${names.map((name) => given(rest[name]))})`
    return ['create', `guard as (${insert} on conflict (email) do nothing returning id)`]
  }
  const same = `id = $1 and revision = ${given(revision)} returning id`
  if (account === null) return ['delete', `guard as (delete from ${ACCOUNTS} where ${same})`]
  const next = `guard as (update ${ACCOUNTS} set revision = revision + 1`
  if (account === undefined) return ['keep', `${next} where ${same})`]
  const changed = mutableAccount.map((name) => `${quoted(getTableColumns(accounts)[name])} = ${given(account[name])}`)
  return ['replace', `${next}, ${changed} where ${same})`]
}

const ACCOUNTS = 'accounts'
/** What an account's life can change; the rest is set once. */
const mutableAccount = ['passwordHash', 'version', 'resetHash', 'resetUntil'] as const satisfies (keyof Account)[]

const { id: _activityId, ...activityColumns } = getTableColumns(activity)
const sessionColumns = getTableColumns(sessions)
/** What a session's life can change; the rest is set once. */
const { id, accountId, openedVersion, strategy, device, createdAt, expiresAt, ...mutable } = sessionColumns

function writeSessions(json: string): string {
  const replaced = Object.values(mutable).map((column) => `${quoted(column)} = excluded.${quoted(column)}`)
  return `written_sessions as (
    insert into sessions (${Object.values(sessionColumns).map(quoted)})
    select ${namesOf(sessionColumns)} from guard, json_to_recordset(${json}::json) as given(${typesOf(sessionColumns)})
    on conflict (id) do update set ${replaced})`
}

/** In the order of their keys, as everywhere: two that write the same ones wait for each other instead of for ever. */
function writeDenials(json: string, outbox: boolean): string {
  return `written_denials as (
    insert into denials (key, until, pending)
    select key, max(until), ${outbox} from guard, json_to_recordset(${json}::json) as given(key text, until float8)
    group by key order by key collate "C"
    on conflict (key) do update set until = greatest(denials.until, excluded.until), pending = excluded.pending)`
}

/** What is trimmed does not see what is added: both belong to one snapshot. */
function writeActivity(entries: NewActivity[], given: (value: unknown) => string): Part[] {
  const counts = new Map<string, number>()
  for (const { kind } of entries) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const added = `added as (
    insert into activity (${Object.values(activityColumns).map(quoted)})
    select ${namesOf(activityColumns)}
    from guard, rows from (json_to_recordset(${given(JSON.stringify(entries))}::json) as (${typesOf(activityColumns)}))
      with ordinality as given
    order by ordinality)`
  const trimmed = [...counts].map(([kind, count], i): Part => {
    const [own, left] = [`account_id = $1 and kind = ${given(kind)}`, given(Math.max(0, ACTIVITY_KEPT - count))]
    const surplus = `select id from activity where ${own} order by id desc limit 1 offset ${left}::int`
    return ['trim', `trimmed${i} as (delete from activity using guard where ${own} and activity.id <= (${surplus}))`]
  })
  return [['activity', added], ...trimmed]
}
