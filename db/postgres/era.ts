import { Client, type ClientBase } from 'pg'
import type { AuthStore } from '../../lib/auth/ports.ts'
import { createAuditRows } from '../audit.ts'
import type { Postgres } from './open.ts'
import type { WriteOptions } from './write.ts'

type Era = Pick<AuthStore, 'findEra' | 'beginEra'>

const NEWEST = 'select coalesce(max(era), 0) as era from eras'

/** The era of all accounts. */
export function createEra({ pool }: Postgres, { now, outbox, audit = {} }: WriteOptions): Era {
  const rows = audit && createAuditRows(audit)
  async function newest(client: Pick<ClientBase, 'query'>): Promise<number> {
    const { rows } = await client.query<{ era: string }>(NEWEST)
    return Number(rows[0]!.era)
  }

  return {
    findEra: () => newest(pool as never),
    async beginEra(decide) {
      // A connection of its own, without the limits of a request: every account and session is written.
      const client = new Client({ ...pool.options, query_timeout: 0, statement_timeout: 0, keepAlive: true })
      client.on('error', () => {})
      await client.connect()
      try {
        await client.query('begin')
        // No decision writes meanwhile: it would be of the era before. Who registers meanwhile looks again (lib/auth/login.ts).
        await client.query('lock table accounts in exclusive mode')
        const at = now()
        const { era, version, reason, denials } = decide(await newest(client), at)
        await client.query('insert into eras (era, began_at) values ($1, $2)', [era, at])
        const { rowCount: accounts } = await client.query(
          'update accounts set version = $1, reset_hash = null, reset_until = null, revision = revision + 1',
          [version],
        )
        if (rows) {
          const { at: when, event, code, count, keptUntil } = rows.ofEra(at, reason)
          await client.query(
            `insert into audit_event (at, event, account_id, session_id, generation, code, count, kept_until)
            select $1, $2, account_id, id, generation, $3, $4, $5 from sessions where revoked_at is null`,
            [when, event, code, count, keptUntil],
          )
        }
        const { rowCount: sessions } = await client.query(
          'update sessions set revoked_at = $1, revoked_reason = $2 where revoked_at is null',
          [at, reason],
        )
        await client.query(
          `insert into denials (key, until, pending) select key, until, ${outbox}
          from unnest($1::text[], $2::float8[]) as given(key, until)
          on conflict (key) do update set until = greatest(denials.until, excluded.until), pending = excluded.pending`,
          [denials.map(({ key }) => key), denials.map(({ until }) => until)],
        )
        await client.query('commit')
        return { accounts: accounts ?? 0, sessions: sessions ?? 0 }
      } finally {
        // What is not committed goes with its connection.
        await client.end()
      }
    },
  }
}
