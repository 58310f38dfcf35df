import type { Mutant } from './mutant.ts'

const revoke = ['lib/auth/revoke.test.ts']
const introspect = ['lib/auth/introspect.test.ts']
const routes = ['lib/server/oauth.test.ts']

/** What other programs are told about a token, and what they can do to it. */
export const oauthMutants: readonly Mutant[] = [
  {
    name: 'revoked-where-nothing-is-denied',
    lesson: 'RV-15, pain 1',
    file: 'lib/auth/revoke.ts',
    from: '  if (principal && !deps.strategies[principal.strategy].denies) return null\n',
    to: '',
    tests: revoke,
  },
  {
    name: 'refresh-token-cannot-be-revoked',
    lesson: 'RV-02, RV-03',
    file: 'lib/auth/revoke.ts',
    from: 'refreshToken: token })',
    to: 'refreshToken: null })',
    tests: revoke,
  },
  {
    name: 'introspection-is-a-use',
    lesson: 'P3, RT-07',
    file: 'lib/auth/introspect.ts',
    from: 'createAuthenticate(deps, { notesUse: false })',
    to: 'createAuthenticate(deps)',
    tests: introspect,
  },
  {
    name: 'introspection-of-a-parent-is-active',
    lesson: 'RT-12',
    file: 'lib/auth/introspect.ts',
    from: "if (kind !== 'rotated' && kind !== 'fresh') return INACTIVE",
    to: "if (kind === 'refused' || kind === 'ended') return INACTIVE",
    tests: introspect,
  },
  {
    name: 'introspection-raises-the-alarm',
    lesson: 'P4, RT-12',
    file: 'lib/auth/introspect.ts',
    from: `  const { kind } = decideRotation(deps, presented, null)(session, account, deps.now()).outcome
`,
    to: `  const decided = await deps.store.withSession(session.id, decideRotation(deps, presented, null))
  const kind = decided?.kind
`,
    tests: introspect,
  },
  {
    name: 'outage-means-inactive',
    lesson: 'RV-14',
    file: 'lib/auth/introspect.ts',
    from: "if (isAuthError(error) && error.code !== 'store_unavailable') return null",
    to: 'if (isAuthError(error)) return null',
    tests: introspect,
  },
  {
    name: 'refresh-token-is-a-bearer',
    lesson: 'RT-18, TK-10',
    file: 'lib/auth/introspect.ts',
    from: 'iss: issuer, aud: issuer, sub: accountId',
    to: "token_type: 'Bearer', iss: issuer, aud: deps.audience, sub: accountId",
    tests: introspect,
  },
  {
    name: 'anybody-introspects',
    lesson: 'RT-12',
    file: 'lib/server/introspection-clients.ts',
    from: "return known.length > 0 ? null : 'invalid_client'",
    to: "return clients.length > 0 ? null : 'invalid_client'",
    tests: routes,
  },
  {
    name: 'two-clients-at-once',
    lesson: 'TK-17',
    file: 'lib/http/client-credentials.ts',
    from: 'const isTwice = Boolean(secret) || (Boolean(id) && id !== basic?.id)',
    to: 'const isTwice = false',
    tests: routes,
  },
  {
    name: 'pending-revocation-answers-200',
    lesson: 'LO-01, pain 46',
    file: 'app/oauth/revoke/route.ts',
    from: "  if (receipt.pending.length > 0) return { problem: 'store_unavailable' }\n",
    to: '',
    tests: routes,
  },
  {
    name: 'revocation-takes-json',
    lesson: 'TK-17',
    file: 'lib/server/handle.ts',
    from: 'json: !isOAuth })',
    to: 'json: true })',
    tests: routes,
  },
]
