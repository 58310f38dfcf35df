import { expect, test } from 'vitest'
import type { LabEvent } from '../http/lab-schemas.ts'
import type { RunRow } from './ports.ts'
import { freeze } from './results.ts'
import { settingsFor } from './run/presets.ts'

const sid = '3f2b1c0d-1111-4222-8333-444455556666'
const account = '9a8b7c6d-1111-4222-8333-444455556666'
const row: RunRow = {
  id: '11111111-2222-4333-8444-555566667777',
  guest: 'hash',
  accountId: account,
  settings: settingsFor('denylist', 'fast'),
  guess: null,
  verdict: null,
  phase: 'settled',
  sessions: [{ n: 1, id: sid, label: 'This browser', strategy: 'denylist', version: 3, ended: 'logged_out' }],
  passwords: 1,
  startedAt: 1,
  seenAt: 1,
}
const denied = (seq: number, key: string) => ({ seq, t: seq, kind: 'denylisted', key }) as LabEvent

test('a frozen run names no session, no guest, no account and no run by their ids', () => {
  const result = freeze(row, [denied(1, `sid:${sid}`), denied(2, `ver:${account}:3`)], 5, {
    commit: 'abc',
    versions: {},
  })
  const text = JSON.stringify(result)
  for (const secret of [sid, account, row.id, row.id.slice(0, 8), 'guest-']) expect(text).not.toContain(secret)
  expect(result.events.map(({ key }) => key)).toEqual(['sid: of session 1', 'ver: of the guest, version 3'])
  expect(result.run.settings).toEqual(row.settings)
})

test('two results of the same run have addresses that nobody can guess', () => {
  const [one, other] = [
    freeze(row, [], 5, { commit: null, versions: {} }),
    freeze(row, [], 5, { commit: null, versions: {} }),
  ]
  expect(one.id).not.toBe(other.id)
  expect(Buffer.from(one.id, 'base64url')).toHaveLength(16)
})
