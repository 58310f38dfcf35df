import { exposureIn } from '../../lib/lab/run/state.ts'
import { endOf, exposureMeasured, replaysOf, theoryOf } from '../support/lab-facts.ts'
import { expect, test } from '../support/lab-test.ts'

test('5 · a race needs no login: one guest account of its own, with three sessions, and nobody else’s', async ({
  recorded,
  labDatabase,
}) => {
  const { run } = recorded.race
  const accounts = labDatabase.rows("select id, email from accounts where email like '%@lab.invalid'")
  const runs = labDatabase.rows('select account_id from lab_runs')
  expect(accounts.filter(({ email }) => email === `${run.guest}@lab.invalid`)).toHaveLength(1)
  expect(new Set(runs.map(({ account_id }) => account_id)).size, 'no two runs share one').toBe(runs.length)
  expect(accounts.map(({ id }) => id).toSorted()).toEqual(runs.map(({ account_id }) => account_id).toSorted())
  expect(
    labDatabase
      .sessions(run.id)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(run.sessions.map(({ id }) => id).toSorted())
})

test('6 · the copy lives longest under Forget, then Starve, and not at all under Deny', async ({ recorded }) => {
  const { state, events } = recorded.race
  const [forget, deny, starve] = [1, 2, 3].map((n) => exposureMeasured(events, n)) as [
    { min: number; max: number },
    { min: number; max: number },
    { min: number; max: number },
  ]
  expect(forget.min).toBeGreaterThan(starve.max)
  expect(starve.min).toBeGreaterThan(0)
  expect(deny.min).toBe(0)
  for (const [index, { min, max }] of [forget, deny, starve].entries()) {
    expect(min).toBeLessThanOrEqual(max)
    expect(exposureIn(state, index + 1), 'what the page says is what the events say').toMatchObject({ min, max })
  }
})

test('6 · every copy worked before the logout, so a refusal after it says something', async ({ recorded }) => {
  const { race, compare, everywhere } = recorded
  for (const { events, run } of [race, compare, everywhere]) {
    for (const { n, strategy } of run.sessions) {
      const before = replaysOf(events, n).filter(({ t }) => t < endOf(events, n))
      expect(before.length, strategy).toBeGreaterThan(0)
      // The newest may have been on its way when the logout was committed.
      const statuses = before.map(({ status }) => status)
      expect(statuses[0]).toBe(200)
      expect(statuses.slice(0, -1)).toEqual(before.slice(1).map(() => 200))
    }
  }
})

test('4, 6 · what was measured is what each strategy promises, to one poll and a second', async ({ recorded }) => {
  const { race, compare, forget, denylist, rotate, combined } = recorded
  for (const { events, run } of [race, compare, forget, denylist, rotate, combined]) {
    const tolerance = run.settings.poll * 1000 + 1000
    for (const { n, strategy } of run.sessions) {
      const [theory, { min, max }] = [theoryOf(events, n, strategy), exposureMeasured(events, n)]
      const what = `${run.settings.scenario} ${strategy}: promised ${theory}, measured ${min} to ${max}`
      expect(Math.abs(min - theory), what).toBeLessThanOrEqual(tolerance)
      expect(Math.abs(max - theory), what).toBeLessThanOrEqual(tolerance)
    }
  }
})
