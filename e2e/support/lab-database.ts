import Database from 'better-sqlite3'
import type { LabEvent } from '../../lib/http/lab-schemas.ts'
import type { RunningServer } from './server.ts'

/** The server's own file, read beside it: what stands there, not what an answer says. */
export class LabDatabase {
  readonly #file: string

  constructor({ env }: RunningServer) {
    this.#file = env.DATABASE_URL!.slice('file:'.length)
  }

  events(runId: string): LabEvent[] {
    const rows = this.rows('select seq, body from lab_events where run_id = ? order by seq', runId)
    return rows.map(({ seq, body }) => ({ seq: seq as number, ...JSON.parse(body as string) }))
  }

  /** Accounts that runs have made. */
  countGuests = (): number => this.rows("select id from accounts where email like '%@lab.invalid'").length
  run = (runId: string) => this.rows('select * from lab_runs where id = ?', runId)[0]!
  sessions = (runId: string) =>
    this.rows('select * from sessions where account_id = ? order by created_at', this.run(runId).account_id)
  activity = (runId: string) => this.rows('select * from activity where account_id = ?', this.run(runId).account_id)
  /** Entries of the denylist that this run's sessions, or its account's versions, have. */
  denials(runId: string): { key: string; until: number }[] {
    const { account_id } = this.run(runId)
    const ids = this.sessions(runId).map(({ id }) => `sid:${id}`)
    const all = this.rows('select key, until from denials') as { key: string; until: number }[]
    return all.filter(({ key }) => ids.includes(key) || key.startsWith(`ver:${account_id}:`))
  }

  /** Every value of every table but `except`, as text with the name of its table. */
  dump(except: string[]): { table: string; text: string }[] {
    const tables = this.rows("select name from sqlite_master where type = 'table'").map(({ name }) => name as string)
    return tables
      .filter((table) => !except.includes(table))
      .map((table) => ({ table, text: JSON.stringify(this.rows(`select * from "${table}"`)) }))
  }

  rows(query: string, ...values: unknown[]): Record<string, unknown>[] {
    const client = new Database(this.#file, { readonly: true, fileMustExist: true })
    try {
      return client.prepare(query).all(...values) as Record<string, unknown>[]
    } finally {
      client.close()
    }
  }
}
