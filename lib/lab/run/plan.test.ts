import { expect, test } from 'vitest'
import { settings } from '../../http/lab-schemas.ts'
import { planFor, REQUESTS } from './plan.ts'

test.each([0.5, 4, 11, 40, 1000])('with %d ms for a request, the plan is one that the server takes', (perRequest) => {
  expect(settings.safeParse(planFor(perRequest)).error).toBeUndefined()
})

test.each([4, 11, 40])(
  'with %d ms for a request, all of them fit before the logout, with room to spare',
  (perRequest) => {
    const { logoutAt } = planFor(perRequest)
    expect(logoutAt! * 1000).toBeGreaterThanOrEqual(REQUESTS * perRequest * 1.5)
  },
)

test('no token dies before the logout, whatever the second in which it was issued', () => {
  for (const perRequest of [1, 20, 1000]) {
    const { logoutAt, access, longAccess } = planFor(perRequest)
    expect(Math.min(access, longAccess) - 1).toBeGreaterThan(logoutAt!)
    expect(longAccess).toBeGreaterThan(access)
  }
})

test('on a slow server the attackers try less often, or it would be them who are measured', () => {
  expect([1, 20, 100].map((perRequest) => planFor(perRequest).poll)).toEqual([0.25, 0.5, 1])
})
