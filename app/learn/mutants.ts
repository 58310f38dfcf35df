import type { Region } from '@/lib/lab/run/regions.ts'

/** Where the mutants were run: `npx vitest run lib/auth` with one change each, nothing else touched. */
export const recorded = { commit: '4233997', date: '24 November 2026', tests: 641 }

interface Mutant {
  region: Region
  /** What was done to the line; null: there is nothing that a logout could lose. */
  change: { instead: string; failed: number; says: string; means: string } | null
}

/** One line of each chapter, and what the tests of the engine said without it. */
export const mutants: Record<'forget' | 'denylist' | 'rotate' | 'everywhere', Mutant> = {
  forget: { region: 'verify', change: null },
  denylist: {
    region: 'denied-token',
    change: {
      instead: 'taken out',
      failed: 50,
      says: 'log in, steal the cookies, log out: the copy gets 401 at its next request',
      means: 'The list was still written and still asked. Only nobody acted on the answer.',
    },
  },
  rotate: {
    region: 'decide-rotation',
    change: {
      instead: 'taken out',
      failed: 47,
      says: 'logout fences a refresh in flight that has not begun its transaction: refused, no row comes back',
      means: 'The attacker renewed after the logout, and went on renewing.',
    },
  },
  everywhere: {
    region: 'logout-everywhere',
    change: {
      instead: 'without its “+ 1”',
      failed: 7,
      says: 'a login in the same second after a logout everywhere works, the token of the same second before it is dead',
      means:
        'The old tokens still died, but so did every login that came after: it was opened under the version that is denied. And a login that had begun before the click slipped through.',
    },
  },
}
