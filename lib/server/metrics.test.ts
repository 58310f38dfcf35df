import { expect, test } from 'vitest'
import { codeOf, createTestClock, credentials, openTestAuth } from '../auth/testing.ts'
import { createMetrics } from './metrics.ts'

test('every decision is counted by its outcome, with the exposure of each logout and the state of the copy, and nothing of anybody', async () => {
  const clock = createTestClock(Date.now() / 1000)
  const opened = await openTestAuth({}, clock)
  const metrics = createMetrics(async () => ({ lease: true, entries: 3, pending: 1, unwritten: 0 }))
  const auth = metrics.observe(opened.auth)
  const one = await auth.register(credentials())
  await auth.authenticate(one.accessToken)
  await codeOf(auth.authenticate('x.y.z'))
  clock.advance(60)
  await auth.refresh(one)
  await codeOf(auth.refresh({ refreshToken: null, holder: null }))
  const receipt = await auth.logout(one)
  await codeOf(auth.authenticate(one.accessToken))

  const text = await metrics.text()
  for (const line of [
    'logged_out_checks_total{outcome="ok"} 1',
    'logged_out_checks_total{outcome="malformed"} 1',
    'logged_out_checks_total{outcome="denied_session"} 1',
    'logged_out_refreshes_total{outcome="ok"} 1',
    'logged_out_refreshes_total{outcome="refresh_missing"} 1',
    `logged_out_logouts_total{outcome="${receipt.access}"} 1`,
    'logged_out_exposure_seconds_bucket{le="0"} 1',
    'logged_out_reuse_alarms_total 0',
    'logged_out_denylist_lease 1',
    'logged_out_denylist_entries 3',
    'logged_out_denials_pending 1',
  ])
    expect(text.split('\n')).toContain(line)
  expect(text).not.toMatch(new RegExp(`${one.session.id}|${one.session.accountId}|eyJ|@`))
})
