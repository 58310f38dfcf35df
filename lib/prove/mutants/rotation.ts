import type { Mutant } from './mutant.ts'

const file = 'lib/auth/refresh.ts'
const rotation = ['lib/auth/rotation.test.ts']
const lifetimes = ['lib/auth/lifetimes.test.ts']
const races = ['lib/auth/races.test.ts']

/** Honest people logged out, and logouts undone. */
export const rotationMutants: readonly Mutant[] = [
  {
    name: 'leeway-restarts-with-every-replay',
    lesson: 'P4, RT-06',
    file,
    from: 'shadowedGeneration: byAnother ? session.generation : session.shadowedGeneration,',
    to: `shadowedGeneration: byAnother ? session.generation : session.shadowedGeneration,
    usedAt: session.usedAt === null ? null : now,`,
    tests: rotation,
  },
  {
    name: 'leeway-counted-from-the-rotation',
    lesson: 'P3, RT-15',
    file,
    from: 'session.usedAt === null || now - session.usedAt <= rules.leeway',
    to: 'now - session.rotatedAt <= rules.leeway',
    tests: rotation,
  },
  {
    name: 'replay-mints-a-sibling',
    lesson: 'P2, RT-06, pain 16',
    file,
    from: 'successorOf(rules.peppers, presented, session.nonce!)',
    to: 'successorOf(rules.peppers, presented, newNonce(rules.peppers))',
    tests: rotation,
  },
  {
    name: 'replay-returns-no-tokens',
    lesson: 'P2, pain 20',
    file,
    from: "if (rotation.kind === 'fresh') return",
    to: "if (rotation.kind !== 'rotated') return",
    tests: rotation,
  },
  {
    name: 'loser-is-refused',
    lesson: 'P2, pain 14',
    file,
    from: 'return isRetry ? replay(rules, session, presented, holder, now)',
    to: "return isRetry ? refused('session_revoked')",
    tests: rotation,
  },
  {
    name: 'refresh-writes-the-row-it-read-before',
    lesson: 'P7, RT-09, pain 26',
    file,
    from: 'const rotation = await deps.store.withSession(presented.sessionId, decideRotation(deps, presented, holder))',
    to: `const stale = await deps.store.findSession(presented.sessionId)
  const rotation = await deps.store.withSession(presented.sessionId, (_session, account, now) =>
    decideRotation(deps, presented, holder)(stale!, account, now),
  )`,
    tests: races,
  },
  {
    name: 'revoked-session-still-rotates',
    lesson: 'P7, RT-08',
    file,
    from: 'if (session.revokedAt !== null || session.openedVersion !== account.version)',
    to: 'if (session.openedVersion !== account.version)',
    tests: races,
  },
  {
    name: 'refresh-forgets-the-version',
    lesson: 'RV-06',
    file,
    from: 'session.revokedAt !== null || session.openedVersion !== account.version',
    to: 'session.revokedAt !== null',
    tests: ['lib/auth/everywhere.test.ts'],
  },
  {
    name: 'rotation-counts-as-use',
    lesson: 'P3, RT-15, pain 16',
    file,
    from: 'usedAt: null,',
    to: 'usedAt: now,',
    tests: rotation,
  },
  {
    name: 'nothing-is-fresh',
    lesson: 'P2, pain 13',
    file,
    from: 'const isFresh = session.generation > 0 && now - session.rotatedAt < rules.leeway',
    to: 'const isFresh = false',
    tests: rotation,
  },
  {
    name: 'absolute-life-slides',
    lesson: 'RT-10',
    file,
    from: 'idleExpiresAt: Math.min(now + idle, session.expiresAt),',
    to: 'idleExpiresAt: now + idle,',
    tests: lifetimes,
  },
  {
    name: 'idle-life-does-not-slide',
    lesson: 'RT-10',
    file,
    from: 'idleExpiresAt: Math.min(now + idle, session.expiresAt),',
    to: 'idleExpiresAt: session.idleExpiresAt,',
    tests: lifetimes,
  },
  {
    name: 'idle-life-not-asked',
    lesson: 'RT-10',
    file,
    from: "if (now >= session.idleExpiresAt) return refused('refresh_expired')",
    to: "if (now >= session.expiresAt) return refused('refresh_expired')",
    tests: lifetimes,
  },
  {
    name: 'retry-outlives-the-denial',
    lesson: 'P7, RV-04',
    file,
    from: 'accessUntil: Math.max(session.accessUntil, accessExpiry(rules.strategies, session.strategy, now)),',
    to: 'accessUntil: session.accessUntil,',
    tests: rotation,
  },
  {
    name: 'used-remembered-before-its-commit',
    lesson: 'P3',
    file: 'lib/auth/authenticate.ts',
    from: 'async function noteUse({ accountId, sessionId, generation }: Principal): Promise<void> {',
    to: `async function noteUse({ accountId, sessionId, generation }: Principal): Promise<void> {
    seen.set(sessionId, { generation, at: deps.now() })`,
    tests: rotation,
  },
  {
    name: 'old-access-token-uses-the-child',
    lesson: 'P3, RT-15',
    file: 'lib/auth/authenticate.ts',
    from: 'const isFirst = session.generation === generation && session.usedAt === null',
    to: 'const isFirst = session.usedAt === null',
    tests: rotation,
  },
  {
    name: 'check-writes-into-an-ended-session',
    lesson: 'P7',
    file: 'lib/auth/authenticate.ts',
    from: 'sessions: session.revokedAt === null ? [touched] : [],',
    to: 'sessions: [touched],',
    tests: races,
  },
]
