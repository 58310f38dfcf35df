import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { labEvent, type Scenario, settings, theftPaths } from '../http/lab-schemas.ts'
import { commit, recordedAt, recordedExposure, recordedRun } from './recorded.ts'
import { COUNTED, costsOf } from './run/cost.ts'

const file = readFileSync(join(import.meta.dirname, 'recorded.json'), 'utf8')
const byReader: Scenario[] = ['forget', 'denylist', 'rotate', 'free', 'everywhere']
const all = [
  ...(['race', 'compare', ...byReader] as const).map((scenario) => recordedRun(scenario)),
  ...theftPaths.map((path) => recordedRun('theft', path)),
]

test('every scenario has been recorded, to its end, in the shape that the server tells its events', () => {
  expect(commit).toMatch(/^[0-9a-f]{7,}$/)
  expect(recordedAt).toBeGreaterThan(1_700_000_000)
  for (const { run, events, state } of all) {
    expect(settings.safeParse(run.settings).success).toBe(true)
    expect(labEvent.array().safeParse(events).error?.issues ?? []).toEqual([])
    expect(state.phase).toBe('settled')
  }
})

test('a recording names nobody: no token, no guest, no session by its id', () => {
  expect(file).not.toMatch(/eyJ|guest-/)
  const ids = file.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []
  expect(ids.filter((id) => !id.startsWith('00000000-0000-4000-8000-'))).toEqual([])
})

test('forgetting leaks longest, starving for a short life, denying not at all', () => {
  const [forget, starve] = [recordedExposure('client-side'), recordedExposure('rotation')]
  expect(forget.min).toBeGreaterThan(starve.min)
  expect(starve.min).toBeGreaterThan(0)
  for (const strategy of ['denylist', 'combined'] as const) expect(recordedExposure(strategy).min).toBe(0)
})

test('a comparison keeps what each of its requests cost', () => {
  expect(costsOf(recordedRun('compare').samples).map(({ n }) => n)).toEqual(Array(4).fill(COUNTED))
})

test('who logs out, renews or looks at the page in a recording is the reader, not a thief with a terminal', () => {
  expect(all.flatMap(({ events }) => events).filter(({ by }) => by === 'Your terminal').length).toBe(0)
  for (const { events } of byReader.map((scenario) => recordedRun(scenario)))
    expect(events.find(({ kind }) => kind === 'logout')?.actor).toBe('you')
})

test('a recording is small enough to be read with every page', () => {
  expect(file.length).toBeLessThan(400_000)
})
