import { gzipSync } from 'node:zlib'
import fc, { type Arbitrary } from 'fast-check'
import type { Target } from './document.ts'
import { strings, texts } from './hostile.ts'
import { nearly, valid } from './schema.ts'

/** How the end of a body is told. The last four break RFC 9112: whoever reads them may close the connection. */
export type Framing = 'length' | 'chunked' | 'short' | 'both' | 'none' | 'bad chunk'

export interface Payload {
  /** Lines of Content-Type: none, one, or two that disagree. */
  types: string[]
  encoding: string | null
  /** UTF-8 text with placeholders, or bytes as they are. */
  content: string | Buffer
  framing: Framing
}

export const isSound = ({ framing }: Payload): boolean => framing === 'length' || framing === 'chunked'

const JSON_TYPE = 'application/json'
const FORM_TYPE = 'application/x-www-form-urlencoded'
const types = fc.constantFrom(
  JSON_TYPE,
  'application/json; charset=utf-8',
  'APPLICATION/JSON ; q=1',
  'application/json; charset=utf-16',
  'application/jsonp',
  'application/problem+json',
  'application/json, text/plain',
  'text/plain',
  'text/plain;charset=UTF-8',
  FORM_TYPE,
  `${FORM_TYPE}; charset=latin1`,
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'application/xml',
  'x'.repeat(2_000),
  '/',
  ';',
  'application/json\x80',
)
const sound = fc.constantFrom<Framing>('length', 'length', 'length', 'chunked')
const broken = fc.constantFrom<Framing>('short', 'both', 'none', 'bad chunk')

const payload = (
  content: Arbitrary<string | Buffer>,
  given: Arbitrary<string[]> = fc.constant([JSON_TYPE]),
  framing: Arbitrary<Framing> = sound,
  encoding: Arbitrary<string | null> = fc.constant(null),
): Arbitrary<Payload> => fc.record({ types: given, encoding, content, framing })

/** Bodies for one address, from those it takes to those that nobody does. */
export function payloads({ body, mediaTypes }: Target): Arbitrary<Payload> {
  if (!body) return wild(fc.constant('{}'))
  const good = valid(body)
  const bad = nearly(body)
  const forms = [good, bad].map((text) => payload(text.map(toForm), fc.constant([FORM_TYPE])))
  const [jsonWeight, formWeight] = mediaTypes.includes(JSON_TYPE) ? [1, 2] : [0, 8]
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 5 * jsonWeight, arbitrary: payload(good) },
    { weight: 8 * jsonWeight, arbitrary: payload(bad) },
    { weight: 4, arbitrary: wild(good) },
    ...(mediaTypes.includes(FORM_TYPE) ? forms.map((arbitrary) => ({ weight: formWeight, arbitrary })) : []),
  )
}

/** What a body is may be claimed, but not be so. */
function wild(good: Arbitrary<string>): Arbitrary<Payload> {
  const one = types.map((type) => [type])
  const encodings = fc.constantFrom('gzip', 'br', 'identity', 'deflate, gzip', 'x'.repeat(50))
  return fc.oneof(
    { weight: 6, arbitrary: payload(fc.constantFrom(...texts)) },
    { weight: 3, arbitrary: payload(good, one) },
    { weight: 1, arbitrary: payload(good, fc.constant([])) },
    { weight: 1, arbitrary: payload(fc.constant(''), one) },
    { weight: 1, arbitrary: payload(good, fc.tuple(types, types)) },
    { weight: 2, arbitrary: payload(good, undefined, broken) },
    { weight: 1, arbitrary: payload(good, undefined, sound, encodings) },
    { weight: 1, arbitrary: payload(good.map(gzipSync), undefined, sound, encodings) },
    { weight: 1, arbitrary: payload(good.map((text) => `\ufeff${text}`)) },
    { weight: 1, arbitrary: payload(good.map((text) => Buffer.from(text, 'utf16le'))) },
    { weight: 1, arbitrary: payload(fc.uint8Array({ maxLength: 64 }).map(Buffer.from), one) },
    { weight: 2, arbitrary: payload(forms, fc.constant([FORM_TYPE])) },
    { weight: 2, arbitrary: payload(multiparts, fc.constant(['multipart/form-data; boundary=x'])) },
    { weight: 1, arbitrary: payload(large) },
  )
}

const forms = fc.constantFrom(
  'email=a&email=b',
  'next=/account&next=//evil.example',
  'password=%00%ff%ZZ%',
  '=&=&&&=',
  '%',
  '+',
  '__proto__=1&constructor=2&toString=3',
  'email[]=a&email[x]=b',
  'next=%0d%0aSet-Cookie:%20fuzz=1',
  `next=/${'x'.repeat(3_000)}`,
  'a=1&'.repeat(3_000),
)

const part = (name: string, text: string) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`
/** Names that begin with `$ACTION` are how a form without script calls a server action. */
const multiparts = fc.oneof(
  fc.constantFrom('', '--x', '--x--', '--x\r\n\r\n', '--y\r\n\r\n1\r\n--y--', '\r\n'.repeat(100)),
  fc
    .array(
      fc
        .tuple(
          fc.constantFrom('id', 'email', '0', '1_', '$ACTION_ID_', '$ACTION_REF_1', '$ACTION_1:0', '$ACTION_KEY', '"'),
          fc.oneof(fc.constantFrom(...strings), fc.constantFrom('["$F1"]', '{"id":"x","bound":null}', '$@1', '[]')),
        )
        .map(([name, text]) => part(name, text)),
      { maxLength: 4 },
    )
    .map((parts) => `${parts.join('')}--x--\r\n`),
)

/** Around the 16 kB that a route takes, and the 10 MB that Next.js does. */
const large = fc
  .constantFrom(16_384, 16_385, 16_385, 65_537, 65_537, 1_000_000, 11_000_000)
  .map((size) => `{"password":"${'x'.repeat(size - 15)}"}`)

/** The members of a JSON object as a form has them. */
function toForm(text: string): string {
  try {
    const pairs = Object.entries(JSON.parse(text) as object).map(([name, value]) => [name, String(value)])
    return new URLSearchParams(pairs).toString()
  } catch {
    return text
  }
}
