import { setTimeout as pause } from 'node:timers/promises'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { Change } from '../../lib/auth/ports.ts'
import type { Postgres } from './open.ts'
import { prepareDecisionReads } from './reads.ts'
import { inTransaction, isConflict } from './transaction.ts'
import { createWrite, type Guard, type Queryable, type WriteOptions } from './write.ts'

/** Tries without a lock, then with one: whoever holds the account's lock meets nobody, so that progress is certain. */
const OPTIMISTIC = 3
const TRIES = 6
/** Milliseconds, at most. */
const PAUSE = 5

type Reads = ReturnType<typeof prepareDecisionReads>
export interface Snapshot<Rows> {
  guard: Guard & { revision: number }
  rows: Rows
}

/**
 * Reads in one statement, decides, writes in one statement what holds only for the revision that was read. `decide` is called again
 * when somebody else changed the account in between. What it throws is passed on; nothing was written then.
 */
export function createDecide({ pool, orm }: Postgres, options: WriteOptions) {
  const write = createWrite(options)
  const pooled = prepareDecisionReads(orm)

  return async <Rows, Outcome>(
    read: (reads: Reads) => Promise<Snapshot<Rows> | null>,
    decide: (rows: Rows) => Change<Outcome>,
  ): Promise<Outcome | null> => {
    let accountId: string | null = null

    /** Null: somebody else was faster. */
    async function attempt(reads: Reads, client: Queryable): Promise<{ outcome: Outcome | null } | null> {
      const found = await read(reads)
      if (!found) return { outcome: null }
      accountId = found.guard.accountId
      const { outcome, ...change } = decide(found.rows)
      return !isEmpty(change) && !(await write(client, found.guard, change)) ? null : { outcome }
    }

    const lockFirst = () =>
      inTransaction(pool, async (client) => {
        const reads = prepareDecisionReads(drizzle({ client }))
        await client.query({ name: 'lock', text: 'select from accounts where id = $1 for update', values: [accountId] })
        return attempt(reads, client)
      })

    for (let i = 1; ; i++) {
      try {
        const result = await (i > OPTIMISTIC && accountId !== null ? lockFirst() : attempt(pooled, pool))
        if (result) return result.outcome
        if (i === TRIES) throw new Error('The account changed at every try')
      } catch (error) {
        if (i === TRIES || !isConflict(error)) throw error
      }
      await pause(Math.random() * PAUSE)
    }
  }
}

function isEmpty({ account, sessions, denials, activity }: Omit<Change<unknown>, 'outcome'>): boolean {
  return account === undefined && ![sessions, denials, activity].some((rows) => rows && rows.length > 0)
}
