import type { Strategy } from '@/lib/auth/index.ts'

/** What people call a strategy, and where it stands in the answer. */
export const strategyNames: Record<Strategy, { mark: string; name: string }> = {
  'client-side': { mark: '1', name: 'Forget it' },
  denylist: { mark: '2', name: 'Deny it' },
  rotation: { mark: '3', name: 'Starve it' },
  combined: { mark: '3 + 2', name: 'Starve and deny it' },
}
