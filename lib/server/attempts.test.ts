import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../db/open.ts'
import { AuthError, importPeppers } from '../auth/index.ts'
import { createAttempts } from './attempts.ts'
import { network } from './listener.ts'

const root = join(import.meta.dirname, '../..')
const now = () => Date.now() / 1000
const wrong = async () => {
  throw new AuthError('invalid_credentials')
}
const right = async () => ({ in: true })

async function open() {
  const url = `file:${join(mkdtempSync(join(tmpdir(), 'attempts-')), 'app.db')}`
  const database = await openDatabase(url, { now, outbox: false, root })
  const limits = {
    account: { points: 5, duration: 600 },
    address: { points: 20, duration: 600 },
    global: { points: 200, duration: 600 },
  }
  return {
    database,
    attempts: createAttempts(database, { limits, peppers: async () => importPeppers([new Uint8Array(32).fill(7)]) }),
  }
}
const from = (address: string, account = 'mina@example.org', device: string | null = null) => ({
  account,
  address,
  device,
})

test('LG-03: one address that guesses a thousand times locks nobody out but itself', async () => {
  const { attempts, database } = await open()
  for (let i = 0; i < 1_000; i++) await attempts.guard(from('10.0.0.1'), wrong).catch(() => {})
  expect(await attempts.guard(from('10.0.0.1'), right)).toHaveProperty('retryAfter')
  expect(await attempts.guard(from('10.0.0.2'), right), 'the victim, elsewhere').toEqual({ in: true })
  expect(await attempts.guard(from('10.0.0.2', 'ada@example.org'), right), 'somebody else').toEqual({ in: true })
  await database.close()
})

test('LG-03: an address over its limit leaves no trace of the accounts it makes up', async () => {
  const { attempts, database } = await open()
  for (let i = 0; i < 200; i++) await attempts.guard(from('10.0.0.1', `nobody${i}@example.org`), wrong).catch(() => {})
  for (let i = 0; i < 19; i++)
    expect(await attempts.guard(from(`10.0.1.${i}`, 'nobody150@example.org'), right)).toEqual({ in: true })
  await database.close()
})

test('LG-03: a success and an outage cost nothing, a wrong password does', async () => {
  const { attempts, database } = await open()
  const broken = async () => {
    throw new AuthError('store_unavailable')
  }
  for (let i = 0; i < 30; i++) {
    await attempts.guard(from('10.0.0.1'), right)
    await attempts.guard(from('10.0.0.1'), broken).catch(() => {})
  }
  for (let i = 0; i < 5; i++)
    await expect(attempts.guard(from('10.0.0.1'), wrong)).rejects.toMatchObject({ code: 'invalid_credentials' })
  expect(await attempts.guard(from('10.0.0.1'), wrong)).toHaveProperty('retryAfter')
  await database.close()
})

test('LG-04: when nobody can count, nobody may try', async () => {
  const { attempts, database } = await open()
  await database.close()
  await expect(attempts.guard(from('10.0.0.1'), right)).rejects.toMatchObject({ code: 'store_unavailable' })
  await expect(attempts.register('10.0.0.1')).rejects.toMatchObject({ code: 'store_unavailable' })
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002:ffff::1', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is counted as %s: an IPv6 customer is one', (address, counted) => {
  expect(network(address)).toBe(counted)
})
