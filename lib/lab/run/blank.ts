import type { LabEvent } from '../../http/lab-schemas.ts'

/** An event of which nothing is told but when, by whom and what. */
export const blankEvent = {
  by: null,
  session: null,
  token: null,
  status: null,
  reason: null,
  checks: null,
  store: null,
  region: null,
  expiresAt: null,
  key: null,
  ending: null,
} satisfies Omit<LabEvent, 'seq' | 't' | 'actor' | 'kind'>
