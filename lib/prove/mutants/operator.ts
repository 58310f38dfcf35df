import type { Mutant } from './mutant.ts'

const reset = ['lib/auth/reset-password.test.ts']
const revokeAll = ['lib/auth/revoke-all.test.ts']

/** A forgotten password and a restored database: what the operator's two commands promise. */
export const operatorMutants: readonly Mutant[] = [
  {
    name: 'reset-leaves-the-sessions-alive',
    lesson: 'RV-08',
    file: 'lib/auth/reset-password.ts',
    from: `      account: { ...next, passwordHash },
      sessions: ended,
      denials,`,
    to: '      account: { ...account, passwordHash, resetHash: next.resetHash, resetUntil: next.resetUntil },',
    tests: reset,
  },
  {
    name: 'reset-code-works-twice',
    lesson: 'RV-08',
    file: 'lib/auth/logout-many.ts',
    from: ', resetHash: null, resetUntil: null }',
    to: ' }',
    tests: reset,
  },
  {
    name: 'reset-code-never-runs-out',
    lesson: 'RV-08',
    file: 'lib/auth/reset-password.ts',
    from: ' || resetUntil <= now',
    to: '',
    tests: reset,
  },
  {
    name: 'reset-of-an-unknown-account-costs-nothing',
    lesson: 'LG-12',
    file: 'lib/auth/reset-password.ts',
    from: '  const passwordHash = await deps.passwords.hash(newPassword)\n',
    to: `  const known = await deps.store.findAccountByEmail(normaliseEmail(input.email))
  const passwordHash = known ? await deps.passwords.hash(newPassword) : ''
`,
    tests: reset,
  },
  {
    name: 'era-is-not-looked-up',
    lesson: 'RV-12, RV-20',
    file: 'lib/auth/denylist.ts',
    from: ', eraKey(eraOf(version))]',
    to: ']',
    tests: revokeAll,
  },
  {
    name: 'era-begins-a-second-time',
    lesson: 'RV-12',
    file: 'lib/auth/revoke-all.ts',
    from: 'Math.max(era + 1, Math.floor(now))',
    to: 'era + 1',
    tests: revokeAll,
  },
]
