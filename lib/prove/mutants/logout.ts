import type { Mutant } from './mutant.ts'

const logout = ['lib/auth/logout.test.ts']
const everywhere = ['lib/auth/everywhere.test.ts']

/** Logouts that end too little or too much. */
export const logoutMutants: readonly Mutant[] = [
  {
    name: 'logout-denies-one-token-of-the-session',
    lesson: 'RV-02, RV-01',
    file: 'lib/auth/denylist.ts',
    from: `  const { tokenId, sessionId, accountId, version } = principal
  return [tokenKey(tokenId), sessionKey(sessionId), versionKey(accountId, version), eraKey(eraOf(version))]
}

/** Every access token of one session, the one just renewed in another tab included. Empty when nothing is left to deny. */
export function denySession(strategies: Strategies, session: Session, now: number): Denial[] {
  return strategies[session.strategy].denies ? denial(sessionKey(session.id), session.accessUntil, now) : []
}`,
    to: `  const { tokenId, sessionId, accountId, version, generation } = principal
  return [tokenKey(tokenId), sessionKey(\`\${sessionId}:\${generation}\`), versionKey(accountId, version)]
}

export function denySession(strategies: Strategies, session: Session, now: number): Denial[] {
  const newest = sessionKey(\`\${session.id}:\${session.generation}\`)
  return strategies[session.strategy].denies ? denial(newest, session.accessUntil, now) : []
}`,
    tests: logout,
  },
  {
    name: 'session-ends-the-account',
    lesson: 'P4, RV-01, pain 17',
    file: 'lib/auth/denylist.ts',
    from: 'denial(sessionKey(session.id), session.accessUntil, now) : []',
    to: `[sessionKey(session.id), versionKey(session.accountId, session.openedVersion)].flatMap((key) =>
        denial(key, session.accessUntil, now),
      )
    : []`,
    tests: ['lib/auth/reuse.test.ts'],
  },
  {
    name: 'denial-without-a-margin',
    lesson: 'RV-05, TK-08',
    file: 'lib/auth/denylist.ts',
    from: 'const until = Math.ceil(accessUntil + SKEW_MARGIN)',
    to: 'const until = Math.ceil(accessUntil)',
    tests: logout,
  },
  {
    name: 'denial-as-long-as-the-last-rotation',
    lesson: 'RV-04, P7',
    file: 'lib/auth/denylist.ts',
    from: 'denial(sessionKey(session.id), session.accessUntil, now)',
    to: 'denial(sessionKey(session.id), session.rotatedAt + strategies[session.strategy].accessLifetime, now)',
    tests: ['lib/auth/rotation.test.ts'],
  },
  {
    name: 'version-denied-as-long-as-the-shortest',
    lesson: 'RV-04, RV-06',
    file: 'lib/auth/denylist.ts',
    from: 'Math.max(0, ...lives)',
    to: 'Math.min(...lives)',
    tests: everywhere,
  },
  {
    name: 'version-never-asked',
    lesson: 'RV-06, pain 1',
    file: 'lib/auth/denylist.ts',
    from: 'return [tokenKey(tokenId), sessionKey(sessionId), versionKey(accountId, version),',
    to: 'return [tokenKey(tokenId), sessionKey(sessionId),',
    tests: everywhere,
  },
  {
    name: 'logout-needs-a-living-access-token',
    lesson: 'RV-03',
    file: 'lib/auth/logout.ts',
    from: 'new Set([...refresh, ...access].flatMap',
    to: 'new Set([...access].flatMap',
    tests: logout,
  },
  {
    name: 'logout-ends-the-first-session-it-finds',
    lesson: 'RV-03',
    file: 'lib/auth/logout.ts',
    from: '[...sessionIds].map((id) =>',
    to: '[...sessionIds].slice(0, 1).map((id) =>',
    tests: logout,
  },
  {
    name: 'anybody-ends-anybodys-session',
    lesson: 'RV-16',
    file: 'lib/auth/logout.ts',
    from: 'if (session?.accountId !== caller.accountId) throw',
    to: 'if (!session) throw',
    tests: ['lib/auth/account.test.ts'],
  },
  {
    name: 'everywhere-keeps-the-version',
    lesson: 'RV-06, RV-07, pain 42',
    file: 'lib/auth/logout-many.ts',
    from: 'next: { ...account, version: account.version + 1,',
    to: 'next: { ...account, version: account.version,',
    tests: everywhere,
  },
  {
    name: 'everywhere-forgets-its-own-session',
    lesson: 'pain 1',
    file: 'lib/auth/logout-many.ts',
    from: 'retireVersion(deps, account, open, ',
    to: 'retireVersion(deps, account, open.filter(({ id }) => id !== own.id), ',
    tests: everywhere,
  },
]
