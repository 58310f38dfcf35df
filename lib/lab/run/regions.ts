/** The parts of the source that decide something in a run: a top-level function each, and the line in it that decides. */
export const regions = {
  'open-session': { file: 'lib/auth/session.ts', symbol: 'newSession', line: 'const session: Session = {' },
  issue: { file: 'lib/auth/access-token.ts', symbol: 'issueAccessToken', line: '.setExpirationTime(' },
  verify: { file: 'lib/auth/access-token.ts', symbol: 'verifyAccessToken', line: 'await jwtVerify(' },
  canonical: { file: 'lib/auth/access-token.ts', symbol: 'requireCanonical', line: "throw new AuthError('malformed')" },
  authenticate: { file: 'lib/auth/authenticate.ts', symbol: 'createAuthenticate', line: 'await noteUse(principal)' },
  'denylist-check': { file: 'lib/auth/denylist.ts', symbol: 'findDenied', line: 'stores.denylist.find(keys)' },
  'denied-token': { file: 'lib/auth/authenticate.ts', symbol: 'createAuthenticate', line: 'if (key !== null)' },
  logout: { file: 'lib/auth/logout.ts', symbol: 'decideEnding', line: 'const ended = endedSession(' },
  'logout-others': { file: 'lib/auth/logout-many.ts', symbol: 'logoutOthers', line: 'open.filter(' },
  'logout-everywhere': { file: 'lib/auth/logout-many.ts', symbol: 'retireVersion', line: 'account.version + 1' },
  'change-password': { file: 'lib/auth/change-password.ts', symbol: 'changePassword', line: 'retireVersion(' },
  'deny-session': { file: 'lib/auth/denylist.ts', symbol: 'denySession', line: 'strategies[session.strategy].denies' },
  'deny-version': { file: 'lib/auth/denylist.ts', symbol: 'denyVersion', line: 'versionKey(' },
  'decide-rotation': {
    file: 'lib/auth/refresh.ts',
    symbol: 'decideRotation',
    line: "return refused('session_revoked')",
  },
  rotate: { file: 'lib/auth/refresh.ts', symbol: 'rotate', line: 'successorOf(' },
  replay: { file: 'lib/auth/refresh.ts', symbol: 'replay', line: "'refresh_shadowed'" },
  reuse: { file: 'lib/auth/refresh.ts', symbol: 'end', line: 'endedSession(' },
  sweep: { file: 'db/sqlite/prune.ts', symbol: 'createPrune', line: 'lte(denials.until, time)' },
} as const

export type Region = keyof typeof regions
