import { type Base, claimsText, inGroup, saying, sealed, type Titled } from './base.ts'

/** The claims are one JSON object in UTF-8 (RFC 7519, section 7.2). Signed by the real key: an issuer's bug. */
export const payloadTokens = (base: Base) =>
  inGroup('payload', [...noObjects(base), ...broken(base), ...bytes(base), ...deep(base)])

function noObjects(base: Base): Titled[] {
  const good = claimsText(base)
  const texts = ['null', 'true', 'false', '0', '1', '-1', '1e400', '""', '"x"', '[]', '[[]]', '[null]', '[{}]']
  return [
    ...texts.map((text): Titled => [text, sealed(base, text)]),
    ['a list of the claims', sealed(base, `[${good}]`)],
    ['the text of the claims', sealed(base, JSON.stringify(good))],
    ['the claims one level down', sealed(base, `{"payload":${good}}`)],
    ['the claims as pairs', sealed(base, JSON.stringify(Object.entries(base.claims)))],
    [
      'the claims as a form',
      sealed(
        base,
        new URLSearchParams(Object.entries(base.claims).map(([name, value]) => [name, `${value}`])).toString(),
      ),
    ],
    ['the claims in XML', sealed(base, `<claims><sub>${base.claims.sub}</sub></claims>`)],
  ]
}

/** The right claims, but for what makes them no JSON. */
function broken(base: Base): Titled[] {
  const good = claimsText(base)
  const texts: [string, string][] = [
    ['nothing but white space', '   '],
    ['the claims cut in the middle', good.slice(0, good.length / 2)],
    ['the claims without the last brace', good.slice(0, -1)],
    ['the claims without the first brace', good.slice(1)],
    ['the claims and a letter', `${good}x`],
    ['the claims and a NUL', `${good}\0`],
    ['the claims and a comma', `${good},`],
    ['the claims twice', good + good],
    ['the claims after a letter', `x${good}`],
    ['the claims after a NUL', `\0${good}`],
    ['a comma too many at the end', good.replace(/}$/, ',}')],
    ['a comma too many at the beginning', good.replace('{', '{,')],
    ['single quotes', good.replaceAll('"', "'")],
    ['no quotes', good.replaceAll('"', '')],
    ['a comment', good.replace('{', '{/**/')],
    ['a line comment', `${good}//`],
    ['an XSSI prefix', `)]}',\n${good}`],
    ['an assignment', good.replace(':', '=')],
    ['typographic quotes', good.replaceAll('"', '\u201d')],
    ['a no-break space', good.replace('{', '{\u00a0')],
    ['a line end in a text', good.replace('"iss":"', '"iss":"\n')],
    ['an unknown escape', good.replace('"iss":"', '"iss":"\\x')],
  ]
  const values = [
    'NaN',
    'Infinity',
    '-Infinity',
    'undefined',
    '0x1',
    '01',
    '+1',
    '1.',
    '.5',
    '1_000',
    'new Date()',
    '1n',
    "'x'",
    '\\u0031',
  ]
  return [
    ...texts.map(([title, text]): Titled => [title, sealed(base, text)]),
    ...values.map((value): Titled => [`a number written ${value}`, saying(base, { extra: value })]),
  ]
}

function bytes(base: Base): Titled[] {
  const good = claimsText(base)
  const holding = (...wrong: number[]) =>
    Buffer.concat([Buffer.from(`${good.slice(0, -1)},"x":"`), Buffer.from(wrong), Buffer.from('"}')])
  return [
    ['in UTF-16, little end first', sealed(base, Buffer.from(good, 'utf16le'))],
    ['in UTF-16, big end first', sealed(base, Buffer.from(good, 'utf16le').swap16())],
    ['with a mark of UTF-16', sealed(base, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(good, 'utf16le')]))],
    ['with two byte order marks', sealed(base, `\ufeff\ufeff${good}`)],
    ['a byte that UTF-8 has not', sealed(base, holding(0xff))],
    ['a continuation without a beginning', sealed(base, holding(0x80))],
    ['a beginning without a continuation', sealed(base, holding(0xe2, 0x82))],
    ['an overlong slash', sealed(base, holding(0xc0, 0xaf))],
    ['a surrogate in UTF-8', sealed(base, holding(0xed, 0xa0, 0x80))],
    ['a code point past Unicode', sealed(base, holding(0xf4, 0x90, 0x80, 0x80))],
    ['a control character in a text', sealed(base, holding(0x01))],
    ['compressed', sealed(base, Buffer.from('789cab56ca2c2e5658a9050012cd0403', 'hex'))],
    ['one zero byte', sealed(base, Buffer.alloc(1))],
    [
      '256 bytes of every value',
      sealed(
        base,
        Uint8Array.from({ length: 256 }, (_, i) => i),
      ),
    ],
  ]
}

/** As deep as 4 kB can be. */
function deep(base: Base): Titled[] {
  const depth = 1200
  return [
    ['lists in lists', sealed(base, '['.repeat(depth) + ']'.repeat(depth))],
    ['lists in lists without an end', sealed(base, '['.repeat(2 * depth))],
    ['objects in objects without an end', sealed(base, '{"a":'.repeat(depth / 3))],
    ['lists in lists as an account', saying(base, { sub: '['.repeat(depth) + ']'.repeat(depth) })],
    ['lists in lists as exp', saying(base, { exp: '['.repeat(depth) + ']'.repeat(depth) })],
    ['a number of a thousand digits as exp', saying(base, { exp: '9'.repeat(1000) })],
    ['a number of a thousand digits as ver', saying(base, { ver: '9'.repeat(1000) })],
  ]
}
