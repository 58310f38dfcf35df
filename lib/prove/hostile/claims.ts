import { type Base, type Claims, inGroup, type Members, saying, sealed, type Titled } from './base.ts'

const wrongForAll = ['null', 'true', '[]', '{}', '""', '[null]', '"__proto__"', '" "', '1e400', '"\\u0000"']
const counts = ['iat', 'exp', 'ver', 'gen'] as const
const wrongCounts = [
  ...['"1"', '-1', '0.5', '-1e400', '9007199254740992', '"NaN"', '[1]', '{"$gt":0}', '"0x1"', '1e21', '5e-324'],
  ...['"1 or 1=1"', 'false', '[[]]'],
]

/** Every claim is checked for its type, not only for its presence. Signed by the real key: only the claims are wrong. */
export function claimsTokens(base: Base) {
  const { claims } = base
  return inGroup('claims', [
    ...missing(base),
    ...(['sub', 'sid'] as const).flatMap((name) => wrong(base, name, [...wrongForAll, ...wrongUuids(claims[name])])),
    ...counts.flatMap((name) => wrong(base, name, [...wrongForAll, ...wrongCounts])),
    ...(['iss', 'aud'] as const).flatMap((name) => wrong(base, name, [...wrongForAll, ...wrongNames(claims[name])])),
    ...wrong(base, 'strategy', [...wrongForAll, ...wrongStrategies]),
  ])
}

/** The token's own id: by it one token is denied, so it is an id and nothing else. */
export const jtiTokens = (base: Base) =>
  inGroup('jti', [
    ...wrong(base, 'jti', [...wrongForAll, ...wrongUuids(base.claims.jti)]),
    ['missing', saying(base, { jti: undefined })],
    ['under another name', saying(base, { jti: undefined, JTI: JSON.stringify(base.claims.jti) })],
    ['given twice, the last is of another type', saying(base, { jti: `${JSON.stringify(base.claims.jti)},"jti":0` })],
    ['a key of the denylist', saying(base, { jti: JSON.stringify(`jti:${base.claims.jti}`) })],
    ['a pattern of keys', saying(base, { jti: '"jti:*"' })],
    ['two kilobytes long', saying(base, { jti: JSON.stringify('0'.repeat(2000)) })],
  ])

function wrong(base: Base, name: keyof Claims, values: string[]): Titled[] {
  const right = base.claims[name]
  const shown = (value: string) => (typeof right === 'string' ? value.replaceAll(right, '…') : value)
  return values.map((value) => [`${name} = ${shown(value)}`, saying(base, { [name]: value })])
}

function missing(base: Base): Titled[] {
  const names = Object.keys(base.claims) as (keyof Claims)[]
  const none = Object.fromEntries(names.map((name) => [name, undefined]))
  const hidden: Members = { ...none, claims: JSON.stringify(base.claims) }
  return [
    // `exp` and `iat` are left out in the group of times, `jti` in its own.
    ...names
      .filter((name) => !['exp', 'iat', 'jti'].includes(name))
      .flatMap((name): Titled[] => [
        [`${name} missing`, saying(base, { [name]: undefined })],
        [
          `${name} in capitals`,
          saying(base, { [name]: undefined, [name.toUpperCase()]: JSON.stringify(base.claims[name]) }),
        ],
      ]),
    ['none at all', sealed(base, '{}')],
    ['all of them one level down', saying(base, hidden)],
    ['all of them in the prototype', sealed(base, `{"__proto__":${JSON.stringify(base.claims)}}`)],
    [
      'all of them in the prototype of the constructor',
      sealed(base, `{"constructor":{"prototype":${JSON.stringify(base.claims)}}}`),
    ],
  ]
}

const wrongUuids = (uuid: string) => [
  ...['0', '1', `["${uuid}"]`, `{"id":"${uuid}"}`, `{"toString":"${uuid}"}`, `"${uuid.toUpperCase()}"`, `"${uuid} "`],
  ...[`" ${uuid}"`, `"${uuid}\\n"`, `"\\n${uuid}"`, `"${uuid}\\u0000"`, `"{${uuid}}"`, `"urn:uuid:${uuid}"`],
  ...[`"${uuid.slice(1)}"`, `"${uuid}0"`, `"${uuid.replaceAll('-', '')}"`, `"${uuid},${uuid}"`, `"${uuid}:*"`],
  // Of version 1, by the nil and the largest one (RFC 9562, sections 5.1, 5.9 and 5.10).
  ...[`"${uuid.slice(0, 14)}1${uuid.slice(15)}"`, '"00000000-0000-0000-0000-000000000000"'],
  ...['"ffffffff-ffff-ffff-ffff-ffffffffffff"', '"*"', '"%"', '"admin"', '"../x"', '"\' or 1=1 --"', '{"$ne":null}'],
]

const wrongNames = (name: string) => [
  ...['0', `["${name}","https://evil.test"]`, `["${name}"]`, `{"0":"${name}"}`, '"https://evil.test"', '"*"', '"evil"'],
  ...[`"${name}/"`, `"${name}.evil.test"`, `"${name}@evil.test"`, `"${name}#"`, `"${name} "`, `" ${name}"`],
  ...[`"${name}\\u0000"`, `"${name.toUpperCase()}"`, `"evil.${name}"`, `"${name.slice(1)}"`, `"${name},${name}"`],
]

const wrongStrategies = [
  ...['0', '1', '"Combined"', '"combined "', '" combined"', '["combined"]', '{"denies":false}', '"unknown"', '"none"'],
  ...['"constructor"', '"toString"', '"hasOwnProperty"', '"valueOf"', '"client-side,combined"'],
  ...['"combined","strategy":"x"'],
]
