/** Stands in every generated password: no answer and no line of the log may hold it. */
export const CANARY = 'canary-7d1f0c93e5ab'

/** Placeholders, filled in when a request is sent: the same case is good for any server and any session. */
export const EMAIL = '{email}'
export const ORIGIN = '{origin}'
export const ACCESS = '{access}'
export const REFRESH = '{refresh}'
/** Of a program that may introspect: its name, its secret, and both as HTTP Basic has them. */
export const CLIENT_ID = '{client_id}'
export const CLIENT_SECRET = '{client_secret}'
export const BASIC = '{basic}'
export const known = (n: number) => `{known:${n}}`

export const strings: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udc00\ud800',
  '\u202egro.elpmaxe',
  '\u2066\u2069',
  '👩‍👩‍👧‍👦'.repeat(20),
  'a\r\nSet-Cookie: fuzz=1',
  '\u001b[31m{"level":60}',
  '__proto__',
  'constructor',
  'toString',
  "' OR '1'='1' --",
  '"; DROP TABLE accounts; --',
  '%',
  '%00',
  '%E0%A4%A',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template injection looks like
  '${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  '../../../etc/passwd',
  '..',
  '/\\evil.example',
  '//evil.example',
  'javascript:alert(1)',
  '\ufeff',
  // Longer, or another letter, in lower case or NFKC.
  'ﬁ',
  'İ',
  'mina＠example.org',
  'e\u0301'.repeat(100),
  'null',
  '-1',
  '1e400',
  'x'.repeat(300),
  'x'.repeat(2049),
]

export const MEGABYTE = 'x'.repeat(1 << 20)

/** JSON texts, most of them valid JSON: each can stand for a whole body or for one member. */
export const texts: readonly string[] = [
  'null',
  'true',
  '0',
  '""',
  '[]',
  '{}',
  '[{}]',
  '-1',
  '-0',
  '0.5',
  '1e400',
  '-1e400',
  '1e-400',
  '1e308',
  '9007199254740993',
  '123456789012345678901234567890',
  '{"__proto__":{"x":1}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '{"toString":1,"valueOf":1,"toJSON":1}',
  '"\\ud800"',
  '"\\u0000"',
  '['.repeat(8_000),
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`,
  // Not JSON.
  '01',
  '+1',
  '.5',
  'NaN',
  'Infinity',
  'undefined',
  "'a'",
  '"\\x41"',
  '"a\nb"',
  '/**/1',
  '{',
  '{"a":1,}',
  '{a:1}',
  '1 2',
  '',
]

/** Names of members that nobody asked for. */
export const names: readonly string[] = [
  'admin',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'toJSON',
  'then',
  '',
  '\0',
  'email[]',
  '$ne',
]

export const methods: readonly string[] = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'PROPFIND',
  'PURGE',
  'FUZZ',
  'get',
]
