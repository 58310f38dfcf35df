import type { Mutant } from './mutant.ts'

const login = ['lib/auth/login.test.ts']
const everywhere = ['lib/auth/everywhere.test.ts']
const account = ['lib/auth/account.test.ts']
const attempts = ['lib/server/attempts.test.ts']

/** Logins, passwords and what an account lets a dead session do. */
export const accountMutants: readonly Mutant[] = [
  {
    name: 'login-overtaken-by-logout-everywhere',
    lesson: 'P7, RV-06, pain 27',
    file: 'lib/auth/login.ts',
    from: 'if (account.version !== found.version) return { outcome: null }',
    to: '',
    tests: ['lib/auth/races.test.ts'],
  },
  {
    name: 'login-opens-under-the-version-it-read-before',
    lesson: 'P7, pain 27',
    file: 'lib/auth/login.ts',
    from: `    if (account.version !== found.version) return { outcome: null }
    const opened = newSession(deps, account, input, now)`,
    to: '    const opened = newSession(deps, found, input, now)',
    tests: ['lib/auth/races.test.ts'],
  },
  {
    name: 'unknown-account-costs-nothing',
    lesson: 'LG-02',
    file: 'lib/auth/login.ts',
    from: 'await deps.passwords.verify(found?.passwordHash ?? deps.passwords.decoy, password)',
    to: 'found !== null && (await deps.passwords.verify(found.passwordHash, password))',
    tests: login,
  },
  {
    name: 'failed-login-leaves-no-trace',
    lesson: 'AU-02',
    file: 'lib/auth/login.ts',
    from: 'if (found) deps.defer(() => noteFailure(deps, found))',
    to: '',
    tests: login,
  },
  {
    name: 'sessions-without-a-limit',
    lesson: 'LG-15',
    file: 'lib/auth/login.ts',
    from: '.slice(SESSIONS_KEPT - 1)',
    to: '.slice(SESSIONS_KEPT)',
    tests: login,
  },
  {
    name: 'replaced-session-keeps-its-token',
    lesson: 'LG-15, RV-02',
    file: 'lib/auth/login.ts',
    from: 'const denials = surplus.flatMap((session) => denySession(deps.strategies, session, now))',
    to: 'const denials = surplus.slice(1).flatMap((session) => denySession(deps.strategies, session, now))',
    tests: login,
  },
  {
    name: 'address-as-it-was-typed',
    lesson: 'LG-14',
    file: 'lib/auth/password.ts',
    from: "return email.normalize('NFKC').trim().toLowerCase()",
    to: 'return email.trim().toLowerCase()',
    tests: login,
  },
  {
    name: 'password-as-this-keyboard-writes-it',
    lesson: 'LG-06',
    file: 'lib/auth/password.ts',
    from: "return password.normalize('NFC')",
    to: 'return password',
    tests: login,
  },
  {
    name: 'most-used-password-accepted',
    lesson: 'LG-06',
    file: 'lib/auth/password.ts',
    from: ' || hasher.isCommon(password)',
    to: '',
    tests: login,
  },
  {
    name: 'cheap-hash',
    lesson: 'LG-01',
    file: 'lib/server/passwords.ts',
    from: 'memoryCost: 19_456',
    to: 'memoryCost: 4_096',
    tests: ['lib/server/passwords.test.ts'],
  },
  {
    name: 'password-change-keeps-the-version',
    lesson: 'RV-08, RV-06',
    file: 'lib/auth/change-password.ts',
    from: `    const opened = newSession(deps, next, own, now)
    return {
      outcome: { opened, ended, denials, now },
      account: { ...next, passwordHash },`,
    to: `    const opened = newSession(deps, account, own, now)
    return {
      outcome: { opened, ended, denials, now },
      account: { ...next, version: account.version, passwordHash },`,
    tests: everywhere,
  },
  {
    name: 'password-change-keeps-the-other-devices',
    lesson: 'RV-08, pain 44',
    file: 'lib/auth/change-password.ts',
    from: `    const { next, ended, denials } = retireVersion(deps, account, open, 'password_changed', now)`,
    to: `    const ended = [{ ...own, revokedAt: now, revokedReason: 'password_changed' as const }]
    const [next, denials] = [account, [{ key: \`sid:\${own.id}\`, until: own.accessUntil + 60 }]]`,
    tests: everywhere,
  },
  {
    name: 'password-change-leaves-the-devices-listed-as-open',
    lesson: 'RV-17, pain 44',
    file: 'lib/auth/change-password.ts',
    from: 'sessions: [...ended, opened.session],',
    to: 'sessions: [...ended.filter(({ id }) => id === own.id), opened.session],',
    tests: everywhere,
  },
  {
    name: 'password-change-without-the-password',
    lesson: 'RV-08',
    file: 'lib/auth/change-password.ts',
    from: "if (!account || !correct) throw new AuthError('invalid_credentials')",
    to: "if (!account) throw new AuthError('invalid_credentials')",
    tests: everywhere,
  },
  {
    name: 'ended-session-goes-on-writing',
    lesson: 'RV-19, RV-09',
    file: 'lib/auth/own-session.ts',
    from: 'return own && isOpen(own, account, now) ? own : null',
    to: 'return own ?? null',
    tests: account,
  },
  {
    name: 'ended-session-takes-the-data-along',
    lesson: 'RV-19, RV-09',
    file: 'lib/auth/account.ts',
    from: 'await actAsOwn(deps, caller, { stepUp: true }, (account) => ({ outcome: account }))',
    to: '(await deps.store.findAccount(caller.accountId))!',
    tests: account,
  },
  {
    name: 'deleted-account-lives-on-in-its-tokens',
    lesson: 'RV-20, RT-16',
    file: 'lib/auth/account.ts',
    from: 'account: null, denials }',
    to: 'account: null }',
    tests: everywhere,
  },
  {
    name: 'wrong-password-costs-nothing',
    lesson: 'LG-03',
    file: 'lib/server/attempts.ts',
    from: 'if (!GUESSED.has((error as AuthError).code)) await giveBack()',
    to: 'await giveBack()',
    tests: attempts,
  },
  {
    name: 'success-costs-a-point',
    lesson: 'LG-03',
    file: 'lib/server/attempts.ts',
    from: `        const result = await attempt()
        await giveBack()`,
    to: '        const result = await attempt()',
    tests: attempts,
  },
  {
    name: 'limiter-fails-open',
    lesson: 'LG-04, E12',
    file: 'lib/server/attempts.ts',
    from: 'await limiter.take(key).catch(unavailable)',
    to: 'await limiter.take(key).catch(() => ({ allowed: true as const }))',
    tests: attempts,
  },
]
