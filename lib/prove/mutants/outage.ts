import type { Mutant } from './mutant.ts'

const outage = ['lib/auth/denylist-outage.test.ts']
const down = ['lib/auth/database-outage.test.ts']

/** Stores that fail, and logouts that say too early that they are done. */
export const outageMutants: readonly Mutant[] = [
  {
    name: 'unknown-is-not-revoked',
    lesson: 'RV-14, pain 33',
    file: 'lib/auth/denylist.ts',
    from: 'return stores.denylist.find(keys).catch(() => stores.store.findDenied(keys))',
    to: 'return stores.denylist.find(keys).catch(() => null)',
    tests: outage,
  },
  {
    name: 'unknown-is-revoked',
    lesson: 'pain 37',
    file: 'lib/auth/denylist.ts',
    from: 'return stores.denylist.find(keys).catch(() => stores.store.findDenied(keys))',
    to: 'return stores.denylist.find(keys).catch(() => keys[0] ?? null)',
    tests: outage,
  },
  {
    name: 'outbox-settled-before-the-denylist-has-it',
    lesson: 'LO-01, pain 47',
    file: 'lib/auth/denylist.ts',
    from: `    await stores.denylist.deny(denials)
    await stores.store.settleDenials(denials.map(({ key }) => key))`,
    to: `    await stores.store.settleDenials(denials.map(({ key }) => key))
    await stores.denylist.deny(denials)`,
    tests: outage,
  },
  {
    name: 'rebuild-stops-after-one-page',
    lesson: 'RV-12, pain 35',
    file: 'lib/auth/denylist.ts',
    from: 'if (denials.length < batch) return',
    to: 'if (denials.length > 0) return',
    tests: outage,
  },
  {
    name: 'denial-not-in-the-logouts-transaction',
    lesson: 'LO-01, pain 34',
    file: 'lib/auth/logout.ts',
    from: '    sessions: [ended],\n    denials,\n',
    to: '    sessions: [ended],\n',
    tests: outage,
  },
  {
    name: 'retry-answers-already-done',
    lesson: 'RV-15, pain 47',
    file: 'lib/auth/logout.ts',
    from: 'const pending = await publish(deps, denials)',
    to: 'const pending = isRetry ? [] : await publish(deps, denials)',
    tests: outage,
  },
  {
    name: 'retry-leaves-the-outbox',
    lesson: 'pain 47',
    file: 'lib/auth/logout.ts',
    from: 'if (isRetry && pending.length === 0) await drain(deps)',
    to: '',
    tests: outage,
  },
  {
    name: 'outage-counts-as-logged-out',
    lesson: 'LO-01, pain 46',
    file: 'lib/auth/logout.ts',
    from: '() => unconfirmed(deps, id, access.find((token) => token?.sessionId === id) ?? null),',
    to: '() => [],',
    tests: down,
  },
  {
    name: 'outage-forgets-the-newer-token',
    lesson: 'LO-06, pain 46',
    file: 'lib/auth/logout.ts',
    from: 'stolenTokenWorksUntil: known && !strategies[known.strategy].rotates ? known.expiresAt : newest,',
    to: 'stolenTokenWorksUntil: known ? known.expiresAt : newest,',
    tests: down,
  },
  {
    name: 'receipt-says-denied-while-pending',
    lesson: 'LO-01, pain 45',
    file: 'lib/auth/receipt.ts',
    from: "access: pending ? 'pending' : denies || !lives ? 'denied' : 'lives',",
    to: "access: denies || !lives ? 'denied' : 'lives',",
    tests: outage,
  },
  {
    name: 'receipt-says-that-nothing-lives',
    lesson: 'pain 4, pain 9',
    file: 'lib/auth/receipt.ts',
    from: 'stolenTokenWorksUntil: lives && (!denies || pending) ? session.accessUntil : null,',
    to: 'stolenTokenWorksUntil: pending ? session.accessUntil : null,',
    tests: ['lib/auth/logout.test.ts'],
  },
  {
    name: 'receipt-as-good-as-its-best-session',
    lesson: 'pain 46',
    file: 'lib/auth/receipt.ts',
    from: "['pending', 'lives', 'denied']",
    to: "['denied', 'lives', 'pending']",
    tests: ['lib/auth/everywhere.test.ts'],
  },
]
