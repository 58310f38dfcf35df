import { describeAuditTrail } from '../contract/audit.ts'
import { describeAuthStore } from '../contract/auth-store.ts'
import { describeDenylist } from '../contract/denylist.ts'
import { describeLabStore } from '../contract/lab-store.ts'
import { openTestDatabase } from '../testing/open.ts'
import { withClient } from '../testing/postgres.ts'

const { open, close, url } = openTestDatabase()

describeAuthStore('Postgres', async (clock) => {
  const { store } = await open(clock, { outbox: true })
  return { store, reopen: async () => (await open(clock, { outbox: true, keep: true })).store, close }
})

describeDenylist('Postgres', async (clock) => {
  const { denylist } = await open(clock)
  return { denylist, close }
})

describeLabStore('Postgres', async (clock) => {
  const { lab, store } = await open(clock)
  return { lab, auth: store, reopen: async () => (await open(clock, { keep: true })).lab, close }
})

describeAuditTrail('Postgres', async (clock, audit) => ({
  ...(await open(clock, { audit })),
  forbidden: [
    'update audit_event set address = null',
    'update audit_event set kept_until = 0',
    'delete from audit_event',
    'truncate audit_event',
    "insert into audit_event (id, at, event, count, kept_until) overriding system value select id, 1, 'x', 1, 1 from audit_event on conflict (id) do update set at = 1",
  ],
  execute: (statement) => withClient(url, (client) => client.query(statement)),
  close,
}))
