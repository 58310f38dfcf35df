import { z } from 'zod'
import { type Operation, operations } from './contract.ts'
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
      },
      schemas: { Problem: problemSchema },
    },
  }
}

function describe(id: string, { summary, auth, path, body, form, success, problems: codes }: Operation) {
  return {
    operationId: id,
    summary,
    security: auth === 'access' ? [{ cookie: [] }, { bearer: [] }] : [],
    parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string', format: 'uuid' },
    })),
    ...(body && { requestBody: { content: requestContent(body, form !== undefined) } }),
    responses: {
      [success.status]: { description: 'Done', ...(success.schema && { content: json(success.schema, 'output') }) },
      ...(form && { 303: { description: 'A form was sent: where to go on' } }),
      ...refusals(codes),
    },
  }
}

function requestContent(body: z.ZodType, form: boolean) {
  const content = json(body, 'input')
  return form ? { ...content, 'application/x-www-form-urlencoded': content['application/json'] } : content
}

const json = (schema: z.ZodType, io: 'input' | 'output') => ({
  'application/json': { schema: z.toJSONSchema(schema, { io, target: 'draft-2020-12' }) },
})

function refusals(codes: Operation['problems']) {
  const statuses = [...new Set(codes.map((code) => problems[code].status))]
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: [...new Set(codes.filter((code) => problems[code].status === status))].join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
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
