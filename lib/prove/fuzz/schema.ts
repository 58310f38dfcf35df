import fc, { type Arbitrary } from 'fast-check'
import type { Schema } from './document.ts'
import {
  ACCESS,
  CANARY,
  CLIENT_ID,
  CLIENT_SECRET,
  EMAIL,
  known,
  MEGABYTE,
  names,
  REFRESH,
  strings,
  texts,
} from './hostile.ts'

/** What a generator of random strings would never hit upon, by the name of the member. */
const dictionary: [RegExp, Arbitrary<string>][] = [
  [
    /email/i,
    fc.oneof(
      fc.constant(EMAIL),
      fc.uuid().map((id) => `fuzz-${id}@example.org`),
    ),
  ],
  // The password of every live session, so that some requests get past it.
  [
    /password/i,
    fc.oneof(
      fc.constant('correct horse battery staple'),
      fc.string().map((text) => CANARY + text),
    ),
  ],
  [
    /^next$/,
    fc.constantFrom('/account', '/lab?s=denylist', '/about#x', '//evil.example', '/\\evil.example', '/api/me'),
  ],
  [/(^|[a-z])id$/i, fc.nat(9).map(known)],
  [/^token$/, fc.constantFrom(ACCESS, REFRESH, `${ACCESS}A`, `${REFRESH}A`)],
  [/^client_id$/, fc.constant(CLIENT_ID)],
  [/^client_secret$/, fc.constant(CLIENT_SECRET)],
]

/** Far from where doubles are no longer whole; the edges themselves are what `nearly` is for. */
const WIDEST = 1e9

const HUGE = JSON.stringify(MEGABYTE)

type Members = [name: string, text: string][]

const textOf = (members: Members) => `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`

/** JSON text of a value that the schema takes. */
export function valid(schema: Schema, name = ''): Arbitrary<string> {
  if (schema.enum) return fc.constantFrom(...schema.enum).map((value) => JSON.stringify(value))
  if (schema.const !== undefined) return fc.constant(JSON.stringify(schema.const))
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => valid(one, name)))
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => valid({ ...schema, type }, name)))
  const { minimum = -WIDEST, maximum = WIDEST } = schema
  const range = { min: Math.max(minimum, -WIDEST), max: Math.min(maximum, WIDEST) }
  switch (schema.type) {
    case 'object':
      return members(schema).map(textOf)
    case 'array':
      return fc.array(valid(schema.items ?? {}, name), { maxLength: 3 }).map((items) => `[${items.join(',')}]`)
    case 'string':
      return string(schema, name).map((text) => JSON.stringify(text))
    case 'integer':
      return fc.integer(range).map(String)
    case 'number':
      return fc.double({ ...range, noNaN: true }).map((number) => JSON.stringify(number))
    case 'boolean':
      return fc.boolean().map(String)
    case 'null':
      return fc.constant('null')
    default:
      return fc.json()
  }
}

function string({ minLength = 0, maxLength = 64, format }: Schema, name: string): Arbitrary<string> {
  const any = fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 64) })
  if (format === 'uuid') return fc.uuid()
  const word = dictionary.find(([pattern]) => pattern.test(name))?.[1]
  return word ? fc.oneof({ weight: 4, arbitrary: word }, any) : any
}

function members({ properties = {}, required = [] }: Schema): Arbitrary<Members> {
  const each = Object.entries(properties).map(([name, schema]) => {
    const text = valid(schema, name)
    return (required.includes(name) ? text : fc.option(text)).map((one): Members => (one === null ? [] : [[name, one]]))
  })
  return fc.tuple(...each).map((all) => all.flat())
}

/** JSON text of a value that is wrong in one place: type, size, a member missing, unknown, or there twice. */
export function nearly(schema: Schema, name = ''): Arbitrary<string> {
  const { anyOf, properties } = schema
  if (anyOf) return fc.oneof(wrong(schema), ...anyOf.map((one) => nearly(one, name)))
  if (!properties) return wrong(schema)
  const own = Object.keys(properties)
  const extra = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...texts))
  const changes: Arbitrary<(all: Members) => Members>[] = [
    extra.map((one) => (all) => [...all, one]),
    extra.map((one) => (all) => [one, ...all]),
    fc.constant((all) => [...all, ...all.slice(0, 1)]),
    ...own.flatMap((member) => [
      fc.constant((all: Members) => all.filter(([name]) => name !== member)),
      nearly(properties[member]!, member).map((text) => (all: Members) => [
        ...all.filter(([name]) => name !== member),
        [member, text] as Members[number],
      ]),
      // Both are there: a parser keeps the last one.
      nearly(properties[member]!, member).map((text) => (all: Members) => [[member, text] as Members[number], ...all]),
    ]),
  ]
  return fc.tuple(members(schema), fc.oneof(...changes)).map(([all, change]) => textOf(change(all)))
}

/** Just outside the bounds, or something else altogether. */
function wrong({ minLength, maxLength, minimum, maximum }: Schema): Arbitrary<string> {
  const edges = [
    ...(minLength === undefined ? [] : ['x'.repeat(Math.max(0, minLength - 1))]),
    ...(maxLength === undefined ? [] : ['x'.repeat(maxLength + 1), '👩'.repeat(maxLength), '\u0301'.repeat(maxLength)]),
  ].map((text) => JSON.stringify(text))
  const numbers = [minimum, maximum].flatMap((edge) =>
    edge === undefined ? [] : [edge - 1, edge, edge + 1, edge + 0.5],
  )
  return fc.oneof(
    {
      weight: 20,
      arbitrary: fc.constantFrom(...texts.filter((text) => text !== ''), ...edges, ...numbers.map(String)),
    },
    { weight: 20, arbitrary: fc.constantFrom(...strings).map((text) => JSON.stringify(text)) },
    { weight: 5, arbitrary: fc.string({ unit: 'binary', maxLength: 400 }).map((text) => JSON.stringify(text)) },
    { weight: 1, arbitrary: fc.constant(HUGE) },
  )
}
