import type { Mutant } from './mutant.ts'

const file = 'lib/auth/access-token.ts'
const hostile = ['lib/auth/hostile-token.test.ts']
const claims = ['lib/auth/access-token.test.ts']
const verified = ['lib/auth/verified-tokens.test.ts']

/** What an access token gets away with. */
export const tokenMutants: readonly Mutant[] = [
  {
    name: 'algorithm-taken-from-the-header',
    lesson: 'TK-01, KY-04',
    file,
    from: 'if (found?.alg !== header.alg)',
    to: 'if (!found)',
    tests: ['lib/auth/signing-keys.test.ts'],
  },
  {
    name: 'type-not-checked',
    lesson: 'TK-05',
    file,
    from: '    typ: TYP,\n',
    to: '',
    tests: hostile,
  },
  {
    name: 'crit-ignored',
    lesson: 'TK-04, TK-02',
    file,
    from: "const known = Object.keys(header).every((name) => name === 'alg' || name === 'typ' || name === 'kid')",
    to: 'const known = true',
    tests: hostile,
  },
  {
    name: 'unknown-kid-gets-the-current-key',
    lesson: 'TK-03, KY-03',
    file,
    from: 'const found = keys.byId.get(header.kid)',
    to: 'const found = keys.byId.get(header.kid) ?? keys.current',
    tests: hostile,
  },
  {
    name: 'only-the-newest-key-verifies',
    lesson: 'KY-03',
    file,
    from: 'const found = keys.byId.get(header.kid)',
    to: 'const found = header.kid === keys.current.kid ? keys.byId.get(header.kid) : undefined',
    tests: hostile,
  },
  {
    name: 'short-secret-signs',
    lesson: 'KY-01',
    file: 'lib/auth/signing-keys.ts',
    from: 'if (secret.length < 32)',
    to: 'if (secret.length === 0)',
    tests: hostile,
  },
  {
    name: 'audience-not-checked',
    lesson: 'TK-10',
    file,
    from: "if (payload.aud !== rules.audience) throw new AuthError('wrong_audience')",
    to: '',
    tests: claims,
  },
  {
    name: 'issuer-not-checked',
    lesson: 'TK-10',
    file,
    from: '    issuer: rules.issuer,\n',
    to: '',
    tests: claims,
  },
  {
    name: 'exp-may-be-absent',
    lesson: 'TK-06, TK-07',
    file,
    from: 'if (!isCount(iat) || !isCount(exp) || !isCount(ver)',
    to: 'if (!isCount(iat) || !isCount(exp ?? 0) || !isCount(ver)',
    tests: claims,
  },
  {
    name: 'exp-as-far-as-you-like',
    lesson: 'TK-07',
    file,
    from: 'if (life <= 0 || life > strategies[strategy].accessLifetime || issuedAt',
    to: 'if (life <= 0 || issuedAt',
    tests: claims,
  },
  {
    name: 'clock-tolerance-of-an-hour',
    lesson: 'TK-08, TK-09',
    file,
    from: 'const IAT_TOLERANCE = 5',
    to: 'const IAT_TOLERANCE = 3600',
    tests: claims,
  },
  {
    name: 'exp-is-still-alive',
    lesson: 'TK-08',
    file,
    from: "if (expiresAt <= now) throw new AuthError('expired')",
    to: "if (expiresAt < now) throw new AuthError('expired')",
    tests: verified,
  },
  {
    name: 'claims-of-any-type',
    lesson: 'TK-06',
    file,
    from: "typeof value === 'string' && UUID.test(value)",
    to: 'value !== undefined',
    tests: claims,
  },
  {
    name: 'one-token-many-spellings',
    lesson: 'TK-12, RV-01, pain 41',
    file,
    from: "(text) => text !== '' && Buffer.from(text, 'base64url').toString('base64url') === text,",
    to: "(text) => text !== '',",
    tests: ['lib/auth/hostile-token.test.ts'],
  },
  {
    name: 'any-length',
    lesson: 'TK-13',
    file,
    from: "const segments = token.length <= MAX_LENGTH ? token.split('.') : []",
    to: "const segments = token.split('.')",
    tests: ['lib/auth/hostile-token.test.ts'],
  },
  {
    name: 'denylist-asked-before-the-signature',
    lesson: 'RV-13',
    file: 'lib/auth/authenticate.ts',
    from: 'const principal = recallToken(deps, token, now) ?? (await verifyAndRemember(deps, token, now))',
    to: `await findDenied(deps, [\`jti:\${token.split('.')[1]}\`])
    const principal = recallToken(deps, token, now) ?? (await verifyAndRemember(deps, token, now))`,
    tests: hostile,
  },
  {
    name: 'remembered-means-not-revoked',
    lesson: 'RV-10, pain 10, pain 36',
    file: 'lib/auth/authenticate.ts',
    from: `const principal = recallToken(deps, token, now) ?? (await verifyAndRemember(deps, token, now))
    if (deps.strategies[principal.strategy].denies) {`,
    to: `const known = recallToken(deps, token, now)
    const principal = known ?? (await verifyAndRemember(deps, token, now))
    if (!known && deps.strategies[principal.strategy].denies) {`,
    tests: verified,
  },
  {
    name: 'remembered-outlives-its-exp',
    lesson: 'TK-08, RV-10',
    file: 'lib/auth/verified-tokens.ts',
    from: '  requireInTime(rules, known.principal, now)\n',
    to: '',
    tests: verified,
  },
  {
    name: 'remembered-outlives-its-key',
    lesson: 'KY-03, KY-06',
    file: 'lib/auth/verified-tokens.ts',
    from: 'known?.keys !== rules.keys ||',
    to: '!known ||',
    tests: verified,
  },
  {
    name: 'memory-without-a-bound',
    lesson: 'RV-10',
    file: 'lib/server/verified-tokens.ts',
    from: 'new LRUCache<string, VerifiedToken>({ max })',
    to: 'new Map<string, VerifiedToken>()',
    tests: ['lib/server/verified-tokens.test.ts'],
  },
]
