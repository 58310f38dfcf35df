import { expect, test } from 'vitest'
import { openApiDocument } from '../../http/openapi.ts'
import { type OpenApi, operationsOf, type Schema } from './document.ts'
import { problemsOf } from './validate.ts'

const document = openApiDocument('http://localhost:3000') as unknown as OpenApi
const me = operationsOf(document)
  .find(({ name }) => name === 'me')!
  .answers!.get(200)!.schema!
const id = '0b6f9c1e-2f43-4c55-9d0e-5a5f0f6f8a11'
const body = () => ({
  account: { id },
  session: { id, strategy: 'combined', generation: 0, accessExpiresAt: 1.5 } as Record<string, unknown>,
})

test('the validator takes what the document describes', () => {
  expect(problemsOf(me, body())).toEqual([])
})

test.each([
  ['a member too many', { password: 'x' }],
  ['another type', { generation: '0' }],
  ['a fraction', { generation: 0.5 }],
  ['a word that is not in the enum', { strategy: 'none' }],
  ['no UUID', { id: 'x' }],
  ['no number', { accessExpiresAt: Number.NaN }],
])('the validator refuses %s', (_what, change) => {
  const wrong = body()
  Object.assign(wrong.session, change)
  expect(problemsOf(me, wrong)).not.toEqual([])
})

test('the validator knows every keyword and format of the document, and throws for another', () => {
  const schemas = operationsOf(document)
    .flatMap(({ answers }) => [...answers!.values()].map(({ schema }) => schema))
    .flatMap((schema) => (schema ? [...parts(schema)] : []))
  expect(schemas.length).toBeGreaterThan(100)
  for (const schema of schemas) for (const value of ['x', 1, {}]) expect(problemsOf(schema, value)).toBeDefined()
  expect(() => problemsOf({ not: {} } as never, 1)).toThrow(/does not know/)
})

function* parts(schema: Schema): Generator<Schema> {
  yield schema
  const { properties = {}, anyOf = [], items, additionalProperties: rest } = schema
  for (const one of [...Object.values(properties), ...anyOf, items, rest])
    if (typeof one === 'object') yield* parts(one)
}
