import type { Mutant } from './mutant.ts'

const tests = ['lib/auth/step-up.test.ts']

/** What a password check in a session is good for, and for how long. */
export const stepUpMutants: readonly Mutant[] = [
  {
    name: 'password-check-never-too-old',
    lesson: 'LG-13',
    file: 'lib/auth/own-session.ts',
    from: 'if (stepUp && !isRecent(own, now)) return',
    to: 'if (stepUp && own.authenticatedAt === 0) return',
    tests,
  },
  {
    name: 'rotation-counts-as-a-password-check',
    lesson: 'LG-13',
    file: 'lib/auth/refresh.ts',
    from: 'rotatedAt: now,',
    to: 'rotatedAt: now,\n    authenticatedAt: now,',
    tests,
  },
  {
    name: 'ending-another-session-asks-for-no-password',
    lesson: 'LG-13',
    file: 'lib/auth/logout.ts',
    from: '{ stepUp: !isOwn }',
    to: '{ stepUp: false }',
    tests,
  },
  {
    name: 'thief-acknowledges-the-alarm',
    lesson: 'AU-07, LG-13',
    file: 'lib/auth/alarms.ts',
    from: '{ stepUp: true }',
    to: '{ stepUp: false }',
    tests: ['lib/auth/alarms.test.ts'],
  },
  {
    name: 'flood-hides-the-alarm',
    lesson: 'AU-07',
    file: 'lib/auth/alarms.ts',
    from: 'store.listActivity(accountId, { limit: ALL })',
    to: 'store.listActivity(accountId, { limit: 200 })',
    tests: ['lib/auth/alarms.test.ts'],
  },
]
