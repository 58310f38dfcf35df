import { z } from 'zod'
import { type Operation, operations } from './contract.ts'
import { oauthErrorOf, oauthErrors } from './oauth-error.ts'
import { problems } from './problem.ts'

/** OpenAPI 3.1, made from the table that the routes are made from and the schemas that parse their requests. */
export function openApiDocument(origin: string) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [id, operation] of Object.entries<Operation>(operations)) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describe(id, operation) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Logged out?', version: '1', description: 'Log in and out with a JWT, four ways.' },
    servers: [{ url: origin }],
    paths,
    components: {
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: '__Host-access' },
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        client: {
          type: 'http',
          scheme: 'basic',
          description: 'RFC 6749, section 2.3.1; or client_id and client_secret in the form',
        },
      },
      schemas: { Problem: problemSchema, OAuthError: oauthErrorSchema },
    },
  }
}

const security = { access: [{ cookie: [] }, { bearer: [] }], client: [{ client: [] }], none: [], lab: [] }

function describe(id: string, operation: Operation) {
  const { summary, auth, path, body, form, success } = operation
  return {
    operationId: id,
    summary,
    security: security[auth],
    parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string', format: 'uuid' },
    })),
    ...(body && { requestBody: { content: requestContent(body, operation) } }),
    responses: {
      [success.status]: { description: 'Done', ...(success.schema && { content: json(success.schema, 'output') }) },
      ...(form && { 303: { description: 'A form was sent: where to go on' } }),
      ...refusals(operation),
    },
  }
}

function requestContent(body: z.ZodType, { form, protocol }: Operation) {
  const content = json(body, 'input')
  const asForm = { 'application/x-www-form-urlencoded': content['application/json'] }
  if (protocol === 'oauth') return asForm
  return form ? { ...content, ...asForm } : content
}

const json = (schema: z.ZodType, io: 'input' | 'output') => ({
  'application/json': { schema: z.toJSONSchema(schema, { io, target: 'draft-2020-12' }) },
})

function refusals({ problems: codes, protocol }: Operation) {
  const statuses = [...new Set(codes.map((code) => problems[code].status))]
  const content =
    protocol === 'oauth'
      ? { 'application/json': { schema: { $ref: '#/components/schemas/OAuthError' } } }
      : { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
  return Object.fromEntries(
    statuses.map((status) => {
      const own = codes.filter((code) => problems[code].status === status)
      const names = protocol === 'oauth' ? own.map(oauthErrorOf) : own
      return [status, { description: [...new Set(names)].join(', '), content }]
    }),
  )
}

/** RFC 6749, section 5.2. */
const oauthErrorSchema = {
  description: 'RFC 6749, section 5.2: /oauth/* answers with this and not with a problem (RFC 9457).',
  type: 'object',
  required: ['error'],
  properties: { error: { enum: oauthErrors }, error_description: { type: 'string' } },
}

/** RFC 9457, with a stable `code`. */
const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { enum: Object.keys(problems) },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } } },
    },
    receipt: { type: 'object' },
  },
}
