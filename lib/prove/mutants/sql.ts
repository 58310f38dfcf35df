import type { Mutant } from './mutant.ts'

const sqlite = ['db/sqlite/sqlite.test.ts']
const shared = ['db/postgres/shared.test.ts']

/** What SQLite and Postgres lose between two requests, or forget. */
export const sqlMutants: readonly Mutant[] = [
  {
    name: 'sqlite-reads-then-writes',
    lesson: 'P1, RT-03',
    file: 'db/sqlite/auth-store.ts',
    from: `      return immediate(() => {
        const session = read.session.get({ id })
        const account = session && read.account.get({ id: session.accountId })
        if (!session || !account) return null
        const change = decide(session, account, now())
        apply(account.id, change)
        return change.outcome
      })`,
    to: `      const session = read.session.get({ id })
      const account = session && read.account.get({ id: session.accountId })
      if (!session || !account) return null
      await null
      const change = decide(session, account, now())
      apply(account.id, change)
      return change.outcome`,
    tests: sqlite,
  },
  {
    name: 'sqlite-child-outside-the-transaction',
    lesson: 'P3, RT-03, pain 21',
    file: 'db/sqlite/auth-store.ts',
    from: `      return immediate(() => {
        const session = read.session.get({ id })`,
    to: `      return ((run) => run())(() => {
        const session = read.session.get({ id })`,
    tests: sqlite,
  },
  {
    name: 'sqlite-account-read-before-its-lock',
    lesson: 'P7, RV-06, pain 27',
    file: 'db/sqlite/auth-store.ts',
    from: `      return immediate(() => {
        const account = read.account.get({ id })
        if (!account) return null`,
    to: `      const account = read.account.get({ id })
      await null
      return immediate(() => {
        if (!account) return null`,
    tests: sqlite,
  },
  {
    name: 'sqlite-registers-twice',
    lesson: 'LG-14',
    file: 'db/sqlite/auth-store.ts',
    from: "if (read.accountByEmail.get({ email: account.email })) return 'email_taken'",
    to: '',
    tests: sqlite,
  },
  {
    name: 'sqlite-nothing-in-the-outbox',
    lesson: 'LO-01, pain 34',
    file: 'db/sqlite/auth-store.ts',
    from: 'pending: outbox ? 1 : 0',
    to: 'pending: 0',
    tests: sqlite,
  },
  {
    name: 'sqlite-denied-again-is-not-sent-again',
    lesson: 'pain 47',
    file: 'db/sqlite/auth-store.ts',
    from: ", pending: excluded('pending') },",
    to: ' },',
    tests: sqlite,
  },
  {
    name: 'sqlite-slower-logout-shortens-a-denial',
    lesson: 'RV-04',
    file: 'db/sqlite/auth-store.ts',
    from: 'until: sql`max(',
    to: 'until: sql`min(',
    tests: sqlite,
  },
  {
    name: 'sqlite-publishing-shortens-a-denial',
    lesson: 'RV-04',
    file: 'db/sqlite/denylist.ts',
    from: 'setWhere: sql`excluded.until > ',
    to: 'setWhere: sql`excluded.until <> ',
    tests: sqlite,
  },
  {
    name: 'sqlite-version-is-not-looked-up',
    lesson: 'RV-06, pain 39',
    file: 'db/sqlite/denylist.ts',
    from: 'members.get(first, second, third, fourth)',
    to: 'members.get(first, second, second, fourth)',
    tests: sqlite,
  },
  {
    name: 'sqlite-denial-pruned-a-lifetime-early',
    lesson: 'RV-05',
    file: 'db/sqlite/prune.ts',
    from: 'now: now(), ms:',
    to: 'now: now() + 300, ms:',
    tests: sqlite,
  },
  {
    name: 'sqlite-ended-session-pruned-at-once',
    lesson: 'RT-11',
    file: 'db/sqlite/prune.ts',
    from: 'ended: now() - ENDED_KEPT',
    to: 'ended: now()',
    tests: sqlite,
  },
  {
    name: 'memory-denial-pruned-a-lifetime-early',
    lesson: 'RV-05, pain 35',
    file: 'lib/auth/memory.ts',
    from: 'for (const [key, until] of entries) if (until <= now())',
    to: 'for (const [key, until] of entries) if (until - 300 <= now())',
    tests: ['lib/auth/memory.test.ts'],
  },
  {
    name: 'postgres-writes-whatever-was-read',
    lesson: 'P1, RT-03',
    file: 'db/postgres/write.ts',
    from: 'id = $1 and revision = ',
    to: 'id = $1 and revision >= ',
    tests: shared,
  },
  {
    name: 'postgres-revision-stands-still',
    lesson: 'P1, P7, pain 27',
    file: 'db/postgres/write.ts',
    from: 'set revision = revision + 1`',
    to: 'set revision = revision`',
    tests: shared,
  },
  {
    name: 'postgres-write-that-lost-says-done',
    lesson: 'P1, RT-03',
    file: 'db/postgres/write.ts',
    from: '(await client.query(statement(parts, values))).rowCount === 1',
    to: '(await client.query(statement(parts, values))).rowCount !== null',
    tests: shared,
  },
  {
    name: 'postgres-denial-not-in-the-logouts-write',
    lesson: 'LO-01, pain 34',
    file: 'db/postgres/write.ts',
    from: 'if (rows.denials?.length) parts.push',
    to: 'if (outbox && rows.denials?.length) parts.push',
    tests: shared,
  },
]
