import { readdirSync } from 'node:fs'

/** The subset of JSON Schema 2020-12 that zod writes; `validate.ts` refuses to judge by any other keyword. */
export interface Schema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  format?: string
  pattern?: string
}

interface DocumentedOperation {
  operationId: string
  security: Record<string, unknown>[]
  parameters: { name: string; in: string }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema & { $ref?: string } }> }>
}

export interface OpenApi {
  paths: Record<string, Record<string, DocumentedOperation>>
  components: { schemas: { Problem: Schema; OAuthError: Schema } }
}

/** What the document says of one status. */
export interface Documented {
  /** Of its problems or errors, as the description lists them. */
  codes: string[]
  /** Null: not JSON, or nothing. */
  schema: Schema | null
}

/** Where requests are sent: an operation of the document, or an address outside it that takes input. */
export interface Target {
  name: string
  method: string
  /** With `{parameters}`. */
  path: string
  /** Every method that the path is documented for. */
  methods: string[]
  secured: boolean
  /** For programs: takes forms from anywhere, and refuses in the words of RFC 6749. */
  isOAuth: boolean
  /** Such a program shows a secret. */
  forClients: boolean
  body: Schema | null
  mediaTypes: string[]
  /** Null: outside the document. */
  answers: Map<number, Documented> | null
}

export function operationsOf({ paths }: OpenApi): Target[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, security, requestBody, responses }]) => ({
      name: operationId,
      method: method.toUpperCase(),
      path,
      methods: Object.keys(methods).map((name) => name.toUpperCase()),
      secured: security.some((one) => 'cookie' in one),
      isOAuth: requestBody !== undefined && !('application/json' in requestBody.content),
      forClients: security.some((one) => 'client' in one),
      body: Object.values(requestBody?.content ?? {})[0]?.schema ?? null,
      mediaTypes: Object.keys(requestBody?.content ?? {}),
      answers: new Map(Object.entries(responses).map(([status, response]) => [Number(status), documented(response)])),
    })),
  )
}

function documented({ description, content }: DocumentedOperation['responses'][string]): Documented {
  const json = content?.['application/json']?.schema
  const refuses = content?.['application/problem+json'] !== undefined || json?.$ref !== undefined
  return { codes: refuses ? description.split(', ') : [], schema: refuses ? null : (json ?? null) }
}

/** Pages, found where Next.js finds them, and what Next.js itself answers. `app`: the folder. */
export function addressesOutside(app: string): Target[] {
  const pages = readdirSync(app, { recursive: true })
    .map(String)
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => `/${file.replace(/\/?page\.tsx$/, '').replace(/\[(?:\.\.\.)?(\w+)\]/g, '{$1}')}`)
  const others = ['/_next/image', '/_next/static/{path}', '/_next/data/{path}', '/icon.svg', '/{path}', '/api/{path}']
  return [...pages.sort(), ...others].map((path) => ({
    name: path,
    method: 'GET',
    path,
    methods: ['GET'],
    secured: false,
    isOAuth: false,
    forClients: false,
    body: null,
    mediaTypes: [],
    answers: null,
  }))
}
