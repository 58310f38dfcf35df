import type { Schema } from './document.ts'

const formats: Record<string, RegExp> = {
  uuid: /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i,
  uri: /^[a-z][a-z\d+.-]*:\S+$/i,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  email: /^\S+@\S+$/,
}
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const types: Record<string, (value: unknown) => boolean> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: Number.isFinite,
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
}

/** Each keyword that can refuse a value; it applies to every value of another type vacuously, as JSON Schema says. */
const keywords: Record<string, (value: unknown, schema: Schema, at: string) => string[]> = {
  type: (value, { type }, at) =>
    complain(
      [type!].flat().some((name) => types[name]!(value)),
      `${at} is no ${type}`,
    ),
  enum: (value, schema, at) => complain(schema.enum!.includes(value), `${at} is none of the enum`),
  const: (value, schema, at) => complain(value === schema.const, `${at} is not the constant`),
  anyOf: (value, { anyOf }, at) =>
    complain(
      anyOf!.some((one) => problemsOf(one, value, at).length === 0),
      `${at} fits none of anyOf`,
    ),
  required: (value, { required }, at) =>
    isObject(value)
      ? required!.filter((name) => !Object.hasOwn(value, name)).map((name) => `${at}.${name} is missing`)
      : [],
  properties: (value, { properties }, at) =>
    isObject(value)
      ? Object.entries(properties!).flatMap(([name, schema]) =>
          Object.hasOwn(value, name) ? problemsOf(schema, value[name], `${at}.${name}`) : [],
        )
      : [],
  additionalProperties: (value, { additionalProperties: rest, properties = {} }, at) => {
    const others = isObject(value) ? Object.entries(value).filter(([name]) => !Object.hasOwn(properties, name)) : []
    if (rest === false) return others.map(([name]) => `${at}.${name} is not documented`)
    return others.flatMap(([name, one]) => (rest === true ? [] : problemsOf(rest!, one, `${at}.${name}`)))
  },
  items: (value, { items }, at) =>
    Array.isArray(value) ? value.flatMap((one, n) => problemsOf(items!, one, `${at}[${n}]`)) : [],
  minimum: (value, { minimum }, at) => complain(typeof value !== 'number' || value >= minimum!, `${at} is too small`),
  maximum: (value, { maximum }, at) => complain(typeof value !== 'number' || value <= maximum!, `${at} is too large`),
  minLength: (value, schema, at) =>
    complain(typeof value !== 'string' || value.length >= schema.minLength!, `${at}: short`),
  maxLength: (value, schema, at) =>
    complain(typeof value !== 'string' || value.length <= schema.maxLength!, `${at}: long`),
  pattern: (value, { pattern }, at) =>
    complain(typeof value !== 'string' || new RegExp(pattern!).test(value), `${at} does not match its pattern`),
  format: (value, { format }, at) =>
    complain(typeof value !== 'string' || formats[format!]!.test(value), `${at} is no ${format}`),
}
/** They say something about a schema, nothing about a value; names of a record are strings anyway. */
const annotations = new Set(['$schema', 'description', 'title', 'default', 'propertyNames'])

const complain = (fine: boolean, complaint: string): string[] => (fine ? [] : [complaint])

/** What is wrong with `value`. Throws for a keyword that it does not know: nothing is passed over in silence. */
export function problemsOf(schema: Schema, value: unknown, at = 'body'): string[] {
  return Object.keys(schema).flatMap((keyword) => {
    if (annotations.has(keyword)) return []
    const rule = keywords[keyword]
    if (!rule) throw new Error(`The document uses ${keyword}, which the validator does not know`)
    return rule(value, schema, at)
  })
}
