import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AuthStore } from '@/lib/auth/ports.ts'
import { createTestClock, type TestClock } from '@/lib/auth/testing.ts'
import type { LabStore, NewLabEvent, RunRow } from '@/lib/lab/ports.ts'
import { settingsFor } from '@/lib/lab/run/presets.ts'
import { createRows, writeChange } from './rows.ts'

export interface OpenedLabStore {
  lab: LabStore
  auth: AuthStore
  /** The same data through another connection. */
  reopen(): Promise<LabStore>
  close(): Promise<void> | void
}

const event = (t: number): NewLabEvent => ({
  t,
  actor: 'attacker',
  by: null,
  kind: 'replayed',
  session: 1,
  token: 'A1',
  status: 200,
  reason: 'ok',
  checks: [{ name: 'signature', ok: true, us: 12.5 }],
  store: { denylist: 1, database: 0 },
  region: 'authenticate',
  expiresAt: null,
  key: null,
  ending: null,
})

/** What every LabStore must do, whatever it is made of. */
export function describeLabStore(name: string, open: (clock: TestClock) => Promise<OpenedLabStore>): void {
  describe(`the LabStore of ${name}`, () => {
    let clock: TestClock
    let opened: OpenedLabStore
    let lab: LabStore
    const run = (change: Partial<RunRow> = {}): RunRow => ({
      id: crypto.randomUUID(),
      guest: 'guest',
      accountId: crypto.randomUUID(),
      settings: settingsFor('race', 'race'),
      guess: { outcome: 'refused', seconds: 0, check: null },
      verdict: null,
      phase: 'live',
      sessions: [
        { n: 1, id: crypto.randomUUID(), label: 'Forget it', strategy: 'client-side', version: 1, ended: null },
      ],
      passwords: 1,
      startedAt: clock(),
      seenAt: clock(),
      ...change,
    })
    beforeEach(async () => {
      clock = createTestClock(Math.floor(Date.now() / 1000))
      opened = await open(clock)
      lab = opened.lab
    })
    afterEach(() => opened.close())

    test('a run comes back as it was written, and changes by field', async () => {
      const row = run()
      await lab.createRun(row)
      expect(await lab.findRun(row.id)).toEqual(row)
      await lab.changeRun(row.id, { phase: 'settled', verdict: 'right', seenAt: clock() + 1 })
      expect(await lab.findRun(row.id)).toEqual({ ...row, phase: 'settled', verdict: 'right', seenAt: clock() + 1 })
      expect(await lab.findRun(crypto.randomUUID())).toBeNull()
    })

    test('events are numbered from 1 without gaps, also when two connections append in turns', async () => {
      const row = run()
      await lab.createRun(row)
      const other = await opened.reopen()
      const appended = []
      for (let i = 0; i < 20; i++)
        appended.push(...(await (i % 2 ? lab : other).append(row.id, [event(i), event(i + 0.5)])))
      expect(appended.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
      expect(await lab.listEvents(row.id, 0, 100)).toEqual(appended)
      expect((await lab.listEvents(row.id, 38, 100)).map(({ seq }) => seq)).toEqual([39, 40])
      expect(await lab.listEvents(row.id, 0, 3)).toHaveLength(3)
      expect(await lab.append(row.id, [])).toEqual([])
    })

    test('a guest sees own runs, newest first, and only those that somebody plays count as live', async () => {
      await lab.createRun(run({ startedAt: clock() - 20, seenAt: clock() - 31 }))
      const newer = run({ startedAt: clock() - 10 })
      await lab.createRun(newer)
      await lab.createRun(run({ phase: 'settled' }))
      await lab.createRun(run({ guest: 'another' }))
      const own = await lab.listRuns('guest', 10)
      expect(own.map(({ startedAt }) => startedAt)).toEqual([clock(), clock() - 10, clock() - 20])
      expect(await lab.listRuns('guest', 1)).toHaveLength(1)
      expect(await lab.countLive('guest', clock() - 30)).toBe(1)
    })

    test('a token is found by its text within its own run only', async () => {
      const [one, other] = [run(), run()]
      await lab.createRun(one)
      await lab.createRun(other)
      const token = {
        runId: one.id,
        session: 1,
        name: 'A1',
        kind: 'access' as const,
        text: 'e.y.J',
        issuedAt: 1.5,
        expiresAt: 9,
      }
      await lab.keepTokens([token])
      expect(await lab.findToken(one.id, 'e.y.J')).toEqual(token)
      expect(await lab.findToken(other.id, 'e.y.J')).toBeNull()
      expect(await lab.listTokens(one.id)).toEqual([token])
    })

    test('a proof keeps its first time', async () => {
      await lab.prove('guest', 'copy-works', 5)
      await lab.prove('guest', 'copy-works', 9)
      expect(await lab.listProofs('guest')).toEqual([{ name: 'copy-works', at: 5 }])
      expect(await lab.listProofs('another')).toEqual([])
    })

    test('denials are read as the database holds them', async () => {
      const { account } = await createRows(opened.auth, clock())
      await writeChange(opened.auth, account.id, { denials: [{ key: 'sid:1', until: clock() + 60 }] })
      expect(await lab.findDenials(['sid:1', 'sid:2'])).toEqual([{ key: 'sid:1', until: clock() + 60 }])
      expect(await lab.findDenials([])).toEqual([])
    })

    test('the sweep stops what nobody plays and removes what is old, with its guest, tokens and events', async () => {
      const { account } = await createRows(opened.auth, clock())
      const old = run({ startedAt: clock() - 90_000, accountId: account.id })
      const abandoned = run({ seenAt: clock() - 60 })
      const playing = run()
      for (const row of [old, abandoned, playing]) await lab.createRun(row)
      await lab.append(old.id, [event(1)])
      const times = { before: clock() - 86_400, unseenSince: clock() - 30, now: clock(), proofsBefore: clock() - 60 }
      await lab.prove('guest', 'copy-works', clock() - 61)
      await lab.sweep(times)
      expect(await lab.findRun(old.id)).toBeNull()
      expect(await lab.listEvents(old.id, 0, 10)).toEqual([])
      expect(await opened.auth.findAccount(account.id)).toBeNull()
      expect((await lab.findRun(abandoned.id))?.phase).toBe('stopped')
      expect((await lab.findRun(playing.id))?.phase).toBe('live')
      expect(await lab.listProofs('guest')).toEqual([])
    })

    test('a result can be read until its time', async () => {
      const { id: _id, guest: _guest, ...rest } = run()
      const view = { ...rest, phase: 'settled' as const, sessions: [] }
      const result = {
        id: 'r',
        savedAt: clock(),
        commit: null,
        versions: {},
        run: view,
        events: [{ seq: 1, ...event(1) }],
      }
      await lab.saveResult(result, clock() + 60)
      expect(await lab.findResult('r')).toEqual(result)
      await lab.sweep({ before: 0, unseenSince: 0, now: clock() + 61, proofsBefore: 0 })
      expect(await lab.findResult('r')).toBeNull()
    })
  })
}
