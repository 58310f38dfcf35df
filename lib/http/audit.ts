import { z } from 'zod'
import { type ActivityKind, activityKinds } from '../auth/index.ts'
import { seconds } from './seconds.ts'

/** The first use of a generation follows every rotation and tells nothing more. */
const isAudited = (kind: ActivityKind): kind is Exclude<ActivityKind, 'used'> => kind !== 'used'

/** What the audit trail tells of: what the engine decided, and what was refused before it was asked. */
export const auditEvents = [
  ...activityKinds.filter(isAudited),
  'account_deleted',
  'reauthentication_failed',
  'reset_refused',
  'denied',
  'limit_hit',
  'cross_origin_refused',
  'outage',
] as const
export type AuditEvent = (typeof auditEvents)[number]

/** A line of the trail, as its owner reads it. No member holds what a client typed. */
export const auditEntry = z.object({
  id: z.int(),
  time: z.iso.datetime().describe('UTC'),
  at: seconds,
  event: z.enum(auditEvents),
  session: z.uuid().nullable(),
  address: z.string().nullable().describe('Found by trusted hops; of IPv6 the /64'),
  request: z.uuid().nullable().describe('What happened in one request has one id, in the log too'),
  generation: z.int().nullable(),
  code: z.string().nullable().describe('Why a session ended, a refusal, or the operation that was limited'),
  count: z.int().min(1).describe('How often since `at`'),
})
export type AuditEntry = z.infer<typeof auditEntry>
