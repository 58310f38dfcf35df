import { afterEach, expect, test, vi } from 'vitest'
import type { LabEvent, ResultView } from '../../http/lab-schemas.ts'
import { presenterOf } from '../actor.ts'
import type { Sample } from '../run/cost.ts'
import { forgetLog } from '../run/testing.ts'
import { pack, unpackEvents, unpackSamples } from './pack.ts'
import { Visitor } from './visitor.ts'

const site = { selfOrigin: 'http://localhost:3000', appOrigin: 'http://localhost:3000', proof: 'proof' }
const { run, events } = forgetLog()
const packed = (samples?: Sample[]) => pack(run as ResultView['run'], events, samples)

afterEach(() => vi.unstubAllGlobals())

test('the diary takes the recorder for the reader it stands for', async () => {
  const sent: Headers[] = []
  vi.stubGlobal('fetch', async (_url: string, { headers }: RequestInit) => {
    sent.push(new Headers(headers))
    return Response.json({})
  })
  const visitor = new Visitor(site.appOrigin)
  await visitor.me('run')
  await visitor.logout('run')
  await visitor.present('run', 'token')
  expect(sent.map((headers) => presenterOf(site, headers).actor)).toEqual(['you', 'you', 'you'])
})

test('what is left out of the file is null again when it is read', () => {
  const whole = unpackEvents(packed().events)
  const bare = (list: readonly LabEvent[]) => list.map((event) => ({ ...event, checks: null }))
  expect(bare(whole)).toEqual(bare(events))
})

test('the checks of the first tries stay, and those at which the answer changes', () => {
  const tries = unpackEvents(packed().events).filter(({ kind }) => kind === 'replayed')
  const change = tries.findIndex(({ status }) => status === 401)
  expect(tries[0]!.checks).not.toBeNull()
  expect(tries[change - 1]!.checks).not.toBeNull()
  expect(tries[change]!.checks).not.toBeNull()
  expect(tries[10]!.checks).toBeNull()
})

test('a sample says of which strategy and round it is by its place', () => {
  const cost = { total: 90, verify: 60, denylist: 20, database: 0, denylistCalls: 1, databaseCalls: 0 }
  const samples: Sample[] = [0, 1].flatMap((round) =>
    (['client-side', 'denylist', 'rotation', 'combined'] as const).map((strategy) => ({ strategy, round, ...cost })),
  )
  const { samples: rows, events: kept } = packed(samples)
  expect(unpackSamples(rows!)).toEqual(samples)
  expect(
    kept.filter(({ actor, kind }) => actor === 'you' && kind === 'used'),
    'told by the samples',
  ).toEqual([])
})
