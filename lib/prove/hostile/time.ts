import { type Base, inGroup, type Members, saying, type Titled } from './base.ts'

const HOUR = 3600
const YEAR = 31_536_000

/** Moments far enough from `iat` that no run of the table reaches them; the boundaries themselves are in lib/auth/access-token.test.ts. */
export function timeTokens(base: Base) {
  const { iat, exp } = base.claims
  const life = exp - iat
  const spans: [string, number, number][] = [
    ['expired as it was issued', iat - life, iat],
    ...[1, 60, HOUR, 86_400, YEAR].map((ago): [string, number, number] => [
      `expired ${ago} s before`,
      iat - life - ago,
      iat - ago,
    ]),
    ['expired in 1970', 0, life],
    ['exp 0', iat, 0],
    ['exp before iat', iat, iat - 1],
    ['exp equal to iat', iat, iat],
    ['both in milliseconds', iat * 1000, exp * 1000],
    ['both in microseconds', iat * 1e6, exp * 1e6],
    ['iat in milliseconds', iat * 1000, exp],
    ['exp in milliseconds', iat, exp * 1000],
    ...[1, 2, 60, 86_400, 10 * YEAR, 1000 * YEAR].map((more): [string, number, number] => [
      `a life ${more} s too long`,
      iat,
      exp + more,
    ]),
    ['a life that began too early', iat - HOUR, exp],
    ['iat 0', 0, exp],
    ['exp at the end of 32 bits', iat, 2 ** 31 - 1],
    ['exp past 32 bits', iat, 2 ** 32],
    ['exp at the last safe integer', iat, Number.MAX_SAFE_INTEGER],
    ['both at the last safe integers', Number.MAX_SAFE_INTEGER - life, Number.MAX_SAFE_INTEGER],
    ...[HOUR, 86_400, YEAR, 10 * YEAR].map((ahead): [string, number, number] => [
      `issued ${ahead} s in the future`,
      iat + ahead,
      exp + ahead,
    ]),
  ]
  const texts: [string, Members][] = [
    ['exp between two seconds', { exp: `${exp - 1}.5` }],
    ['iat between two seconds', { iat: `${iat}.5` }],
    ['exp as a date', { exp: `"${new Date(exp * 1000).toISOString()}"` }],
    ['exp as text', { exp: `"${exp}"` }],
    ['exp in a list', { exp: `[${exp}]` }],
    ['exp as text in a list', { exp: `["${exp}"]` }],
    ['exp as an object', { exp: `{"valueOf":${exp}}` }],
    ['exp given twice, the last is past', { exp: `${exp},"exp":1` }],
    ['exp given twice, the last is null', { exp: `${exp},"exp":null` }],
    ['iat given twice, the last is future', { iat: `${iat},"iat":${iat + HOUR}` }],
    ['no exp', { exp: undefined }],
    ['no iat', { iat: undefined }],
    ['no times at all', { iat: undefined, exp: undefined }],
    ['exp under another name', { exp: undefined, Exp: `${exp}` }],
    ...[`${iat + HOUR}`, `${iat}`, `${iat - HOUR}`, '0', '-1', '1e400', 'null', '"now"', `"${iat}"`, '[]', 'true'].map(
      (nbf): [string, Members] => [`nbf ${nbf.replace(`${iat}`, 'iat')}`, { nbf }],
    ),
    ['the long life of another strategy', { exp: `${iat + HOUR}`, strategy: '"combined"' }],
    ['a life longer than the long one', { exp: `${iat + 86_401}`, strategy: '"client-side"' }],
    ['the long life where tokens are renewed', { exp: `${iat + HOUR}`, strategy: '"rotation"' }],
  ]
  return inGroup('time', [
    ...spans.map(([title, from, to]): Titled => [title, saying(base, { iat: `${from}`, exp: `${to}` })]),
    ...texts.map(([title, changes]): Titled => [title, saying(base, changes)]),
  ])
}
