import { describeAuthStore } from '../contract/auth-store.ts'
import { describeDenylist } from '../contract/denylist.ts'
import { describeLabStore } from '../contract/lab-store.ts'
import { openTestDatabase } from '../testing/open.ts'

const { open, close } = openTestDatabase()

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
