import { type Carried, COOKIE, cookie } from './carried.ts'

export function otherNames(token: string): Carried[] {
  const names = [
    ...['access', '__host-access', '__HOST-ACCESS', '__Host-Access', '__Secure-access', 'Host-access'],
    ...['__Host-access2'],
    ...['x__Host-access', '__Host-access[]', '__Host-access.0', '__Host-', '%5F%5FHost-access', '__Host%2Daccess'],
    ...['"__Host-access"'],
    ...['__Host- access', '\u00a0__Host-access', '__Host-refresh', '__Secure-refresh', '__Secure-holder'],
    ...['__Secure-unfinished'],
    ...['__Host-receipt', '__Host-lab-guest', 'token', 'jwt', 'session', 'Authorization', '__proto__', ''],
  ]
  return names.map((name) => cookie(`named ${JSON.stringify(name)}`, `a=1; ${name}=${token}`))
}

/** A neighbour on a sibling domain may have set the second one: neither is believed. */
export function repeated(token: string, other: string): Carried[] {
  const pairs: [string, string, string][] = [
    ['twice the same', token, token],
    ['before another', token, 'x.y.z'],
    ['after another', 'x.y.z', token],
    ['before an empty one', token, ''],
    ['after an empty one', '', token],
    ['before one of another account', token, other],
    ['after one of another account', other, token],
    ['before its own in quotes', token, `"${token}"`],
    ['before its own with padding', token, `${token}=`],
  ]
  return [
    ...pairs.map(([title, one, two]) => cookie(title, `${COOKIE}=${one}; ${COOKIE}=${two}`)),
    cookie('before its name alone', `${COOKIE}=${token}; ${COOKIE}`),
    cookie('before its name in other spaces', `${COOKIE}=${token}; \u00a0${COOKIE}=x`),
    ...(
      [
        ['its own', `${token}=`],
        ['one of another account', other],
        ['x', 'x'],
      ] as const
    ).flatMap(([what, two]): Carried[] => [
      {
        title: `a cookie, and ${what} as a bearer`,
        headers: { cookie: `${COOKIE}=${token}`, authorization: `Bearer ${two}` },
      },
      {
        title: `a bearer, and ${what} as a cookie`,
        headers: { cookie: `${COOKIE}=${two}`, authorization: `Bearer ${token}` },
      },
    ]),
  ]
}

export function misspelled(token: string): Carried[] {
  const values: [string, string][] = [
    ['in quotes', `"${token}"`],
    ['in single quotes', `'${token}'`],
    ['after a quote', `"${token}`],
    ['before a quote', `${token}"`],
    ['percent-encoded', token.replaceAll('.', '%2E')],
    ['its first letter percent-encoded', `%65${token.slice(1)}`],
    ['before an encoded space', `${token}%20`],
    ['before an encoded NUL', `${token}%00`],
    ['before a bad percent sign', `${token}%`],
    ['after a second equals sign', `=${token}`],
    ['after a scheme', `Bearer ${token}`],
    ['signed as express does', `s%3A${token}.x`],
    ['in JSON as express reads it', `j:"${token}"`],
    ['twice with a comma', `${token},${token}`],
    ['before a comma', `${token}, b=2`],
    ['before a space and more', `${token} x`],
    ['as an array', `["${token}"]`],
  ]
  return [
    ...values.map(([title, value]) => cookie(title, `a=1; ${COOKIE}=${value}; b=2`)),
    cookie('after a comma', `a=1, ${COOKIE}=${token}`),
    cookie('without a sign between', `${COOKIE} ${token}`),
    cookie('with a colon between', `${COOKIE}: ${token}`),
  ]
}
