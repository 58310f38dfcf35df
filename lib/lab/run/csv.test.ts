import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'
import { exposureIn, stateOf } from './state.ts'
import { forgetLog, sampleLogs } from './testing.ts'

/** As somebody with nothing but the file would read it. None of our cells holds a comma. */
function parse(csv: string) {
  const [head, ...rows] = csv.trimEnd().split('\r\n')
  const names = head!.split(',')
  return rows.map((row) => Object.fromEntries(row.split(',').map((cell, at) => [names[at]!, cell])))
}

test.each(Object.entries(sampleLogs))('whoever has the file of %s computes the same exposure', (_name, log) => {
  const { run, events } = log()
  const state = stateOf(run, events)
  const rows = parse(csvOf(state))
  const claimed = rows.filter(({ kind }) => kind === 'exposure')
  expect(claimed).toHaveLength(run.sessions.length)
  for (const claim of claimed) {
    const t0 = Number(claim.t_ms)
    const shown = rows.filter(
      ({ actor, kind, session, t_ms }) =>
        actor === 'attacker' && kind === 'replayed' && session === claim.session && Number(t_ms) > t0,
    )
    const last = shown.filter(({ status }) => status === '200').at(-1)
    const from = Number(last?.t_ms ?? t0)
    const refused = shown.find(({ status, t_ms }) => status === '401' && Number(t_ms) > from)
    const { min, max } = exposureIn(state, Number(claim.session))!
    expect([from - t0, Number(refused?.t_ms) - t0]).toEqual([min, max])
    expect([claim.exposure_min_ms, claim.exposure_max_ms].map(Number)).toEqual([min, max])
  }
})

test('the file has every event once, in order, and no key of the denylist', () => {
  const { run, events } = sampleLogs.denylist()
  const rows = parse(csvOf(stateOf(run, events)))
  expect(rows.filter(({ kind }) => kind !== 'exposure').map(({ seq }) => Number(seq))).toEqual(
    events.map(({ seq }) => seq),
  )
  expect(csvOf(stateOf(run, events))).not.toContain(run.sessions[0]!.id)
})

test('text cannot become a formula or a second cell', () => {
  const { run, events } = forgetLog()
  const odd = [
    { ...events[0]!, by: '=1+1' },
    { ...events[1]!, by: 'a "b", c' },
  ]
  const lines = csvOf(stateOf(run, odd)).split('\r\n')
  expect(lines[1]).toContain(",'=1+1,")
  expect(lines[2]).toContain(',"a ""b"", c",')
})
