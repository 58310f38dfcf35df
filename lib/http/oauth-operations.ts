import { z } from 'zod'
import type { Operation } from './operation.ts'
import { receipt, responses, seconds } from './schemas.ts'

/** RFC 6749, section 3.2: what is unknown is ignored; what is empty counts as left out, and `token` may not be. */
const presented = {
  token: z.string().min(1),
  /** Ignored, as RFC 7009, section 2.1 allows: the two kinds of token cannot be taken for each other. */
  token_type_hint: z.string().optional(),
  client_id: z.string().optional(),
}
const form = ['invalid_request', 'body_too_large', 'unsupported_media_type', 'store_unavailable'] as const

const active = z.object({
  active: z.literal(true),
  token_type: z.literal('Bearer').optional(),
  iss: z.url(),
  aud: z.string(),
  sub: z.uuid(),
  sid: z.uuid(),
  jti: z.uuid().optional(),
  iat: seconds,
  exp: seconds,
})
/** RFC 7662, section 2.2: of a token that is not active nothing else is told. */
const introspection = z.union([active, z.object({ active: z.literal(false) })])

/** What other programs ask, in the words of OAuth (decision 027). */
export const oauthOperations = {
  revoke: {
    method: 'POST',
    path: '/oauth/revoke',
    summary: 'Revoke a token (RFC 7009): the logout of its session; unsupported_token_type where its strategy cannot',
    auth: 'none',
    protocol: 'oauth',
    body: z.object(presented),
    success: { status: 200, schema: receipt },
    problems: [...form, 'unsupported_token_type'],
  },
  introspect: {
    method: 'POST',
    path: '/oauth/introspect',
    summary: 'Is this token good now? (RFC 7662), for the clients in INTROSPECTION_CLIENTS; asking is no use of it',
    auth: 'client',
    protocol: 'oauth',
    body: z.object({ ...presented, client_secret: z.string().optional() }),
    success: { status: 200, schema: introspection },
    problems: [...form, 'invalid_client'],
  },
  keys: {
    method: 'GET',
    path: '/.well-known/jwks.json',
    summary: 'Public keys; none while tokens are signed with a shared secret',
    auth: 'none',
    success: { status: 200, schema: responses.keys },
    problems: ['store_unavailable'],
  },
  metadata: {
    method: 'GET',
    path: '/.well-known/oauth-authorization-server',
    summary: 'Issuer, and the addresses of keys, revocation and introspection (RFC 8414)',
    auth: 'none',
    success: { status: 200, schema: responses.metadata },
    problems: [],
  },
} as const satisfies Record<string, Operation>
