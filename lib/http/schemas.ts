import { z } from 'zod'
import { activityKinds, endReasons, normaliseEmail, PASSWORD_LENGTH, strategyNames } from '../auth/index.ts'
import { auditEntry } from './audit.ts'
import { seconds } from './seconds.ts'

export { seconds }

/** A character is at most two UTF-16 units; what is longer is refused before it is hashed. */
const password = z
  .string()
  .min(1)
  .max(PASSWORD_LENGTH.max * 2)
const newPassword = z.string().refine((text) => {
  const { length } = [...text]
  // A lone surrogate has no UTF-8: all of them would be one character to the hash.
  return text.isWellFormed() && length >= PASSWORD_LENGTH.min && length <= PASSWORD_LENGTH.max
}, `Use ${PASSWORD_LENGTH.min} to ${PASSWORD_LENGTH.max} characters.`)
/** RFC 5321, section 4.5.3.1.3 allows no path longer than 256 octets, brackets included. */
const email = z
  .string()
  .max(254)
  .transform(normaliseEmail)
  .pipe(z.email('Write an e-mail address, such as mina@example.org.'))
/** Where a form goes on to; checked against the origin by `safeNext`, ignored in JSON answers. */
const next = z.string().max(2048).optional()

const strategy = z.enum(strategyNames)

export const requests = {
  register: z.strictObject({ email, password: newPassword, next }),
  login: z.strictObject({ email: z.string().min(1).max(254), password, strategy: strategy.default('combined'), next }),
  reset: z.strictObject({ email: z.string().min(1).max(254), code: z.string().min(1).max(64), newPassword }),
  nothing: z.strictObject({ next }),
  password: z.strictObject({ currentPassword: password, newPassword }),
  reauthenticate: z.strictObject({ password, next }),
}

const endReason = z.enum(endReasons)

const session = z.object({
  id: z.uuid(),
  strategy,
  generation: z.int(),
  device: z.string(),
  createdAt: seconds,
  lastSeenAt: seconds,
  rotatedAt: seconds,
  usedAt: seconds.nullable(),
  accessExpiresAt: seconds,
  refreshExpiresAt: seconds.nullable(),
  current: z.boolean(),
  endedAt: seconds.nullable(),
  endedReason: endReason.nullable(),
})
/** As its owner's list shows it: with what this process saw of its end. Null: not seen to be refused, which proves nothing. */
const listedSession = session.extend({ refusedAt: seconds.nullable() })
const account = z.object({ id: z.uuid(), email: z.string(), createdAt: seconds })
const activity = z.object({
  id: z.int(),
  kind: z.enum(activityKinds),
  at: seconds,
  sessionId: z.uuid().nullable(),
  generation: z.int().nullable(),
  reason: endReason.nullable(),
})
const endState = {
  refresh: z.enum(['revoked', 'none', 'pending']),
  access: z.enum(['denied', 'lives', 'pending']),
  stolenTokenWorksUntil: seconds.nullable(),
}
export const receipt = z.object({
  ended: z.array(z.object({ sessionId: z.uuid(), strategy: strategy.nullable(), ...endState })),
  ...endState,
  pending: z.array(z.uuid()),
  cookiesCleared: z.boolean(),
})

export const responses = {
  /** `alarmed`: an ended login of this account may have been stolen, and its owner has not been told. */
  loggedIn: z.object({ account, session, now: seconds, alarmed: z.boolean() }),
  refreshed: z.object({ session, now: seconds }),
  receipt,
  passwordChanged: z.object({ receipt, session, now: seconds }),
  passwordReset: z.object({ receipt, now: seconds }),
  sessions: z.object({ sessions: z.array(listedSession), now: seconds }),
  reauthenticated: z.object({ authenticatedAt: seconds }),
  acknowledged: z.object({ acknowledgedAt: seconds }),
  activity: z.object({ activity: z.array(activity) }),
  export: z.object({
    account,
    sessions: z.array(session),
    activity: z.array(activity),
    /** The newest; `GET /api/account/audit` has them all. */
    audit: z.array(auditEntry),
  }),
  me: z.object({
    account: z.object({ id: z.uuid() }),
    session: z.object({ id: z.uuid(), strategy, generation: z.int(), accessExpiresAt: seconds }),
  }),
  health: z.object({ status: z.enum(['ok', 'unavailable']) }),
  ready: z.object({
    database: z.object({ driver: z.string(), status: z.enum(['ok', 'unavailable']), milliseconds: z.number() }),
    denylist: z.object({
      driver: z.string(),
      status: z.enum(['ok', 'unavailable']),
      milliseconds: z.number(),
      /** Beside the database: whether it is believed, whether this process may answer from its copy, and how much that holds. */
      state: z
        .object({
          trust: z.enum(['trusted', 'rebuilding', 'unavailable', 'evicting', 'other_version']),
          lease: z.boolean().nullable(),
          entries: z.int().nullable(),
        })
        .nullable(),
    }),
  }),
  /** RFC 7517, section 5; RFC 8037, section 2. */
  keys: z.object({
    keys: z.array(
      z.object({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: z.string(),
        kid: z.string(),
        use: z.literal('sig'),
        alg: z.literal('EdDSA'),
      }),
    ),
  }),
  metadata: z.object({
    issuer: z.url(),
    jwks_uri: z.url(),
    response_types_supported: z.array(z.string()),
    revocation_endpoint: z.url(),
    revocation_endpoint_auth_methods_supported: z.array(z.string()),
    /** Absent where no client may ask. */
    introspection_endpoint: z.url().optional(),
    introspection_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  }),
}

/** What `GET /api/events` sends, by the name of the event. */
export const events = {
  hello: z.object({ now: seconds, session }),
  activity: z.object({ activity, session, now: seconds }),
  sessions: z.object({ sessions: z.array(listedSession), now: seconds }),
  /** The last one: the session has ended, or the access token that opened the stream has. */
  ended: z.object({ why: z.enum(['session_ended', 'token_expired', 'server_closing']), reason: endReason.nullable() }),
}

export type WireReceipt = z.infer<typeof receipt>
export type WireSession = z.infer<typeof session>
export type WireListedSession = z.infer<typeof listedSession>
export type WireActivity = z.infer<typeof activity>
