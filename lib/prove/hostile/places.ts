import { bearer, type Carried, COOKIE } from './carried.ts'

export function otherSchemes(token: string): Carried[] {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
  const values = [
    ...[
      'Basic',
      'Digest',
      'Token',
      'JWT',
      'DPoP',
      'MAC',
      'Negotiate',
      'AWS4-HMAC-SHA256',
      'BearerX',
      'xBearer',
      'Bear',
    ].map((scheme): [string, string] => [`the scheme ${scheme}`, `${scheme} ${token}`]),
    ['no scheme', token],
    ['as a user name', basic(`${token}:`)],
    ['as a password', basic(`x:${token}`)],
    ['as a user name, with a name for a password', basic(`${token}:x-oauth-basic`)],
    ['nothing between', `Bearer${token}`],
    ['a colon between', `Bearer:${token}`],
    ['an equals sign between', `Bearer=${token}`],
    ['a tab between', `Bearer\t${token}`],
    ['a no-break space between', `Bearer\u00a0${token}`],
    ['in quotes', `Bearer "${token}"`],
    ['in brackets', `Bearer <${token}>`],
    ['as a parameter', `Bearer token="${token}"`],
    ['before a parameter', `Bearer ${token}, realm="x"`],
    ['before a comma', `Bearer ${token},`],
    ['before a semicolon', `Bearer ${token};x=1`],
    ['twice', `Bearer ${token} ${token}`],
    ['twice with a comma', `Bearer ${token}, Bearer ${token}`],
    ['the scheme twice', `Bearer Bearer ${token}`],
    ['after another scheme', `Basic bWluYTp4, Bearer ${token}`],
    ['percent-encoded', `Bearer ${token.replaceAll('.', '%2E')}`],
    ['percent-encoded in the scheme', `Bearer%20${token}`],
  ] as [string, string][]
  return values.map(([title, value]) => bearer(title, value))
}

export function elsewhere(token: string): Carried[] {
  const headers = [
    ...['x-access-token', 'x-auth-token', 'x-authorization', 'proxy-authorization', 'x-forwarded-access-token'],
    ...['x-forwarded-user'],
    ...['authentication', 'x-jwt-assertion', 'x-amzn-oidc-data', 'cf-access-jwt-assertion', 'cookie2', 'x-cookie'],
    ...['dpop'],
    ...['x-original-authorization', 'x-middleware-request-authorization', 'x-api-key', 'sec-websocket-protocol'],
    ...['www-authenticate'],
  ]
  const queries = [
    'access_token',
    'token',
    'jwt',
    'bearer',
    'authorization',
    'id_token',
    '__Host-access',
    'auth',
    'key',
  ]
  return [
    ...headers.map((name): Carried => ({ title: `the header ${name}`, headers: { [name]: `Bearer ${token}` } })),
    ...headers.map((name): Carried => ({ title: `the header ${name}, alone`, headers: { [name]: token } })),
    { title: 'a cookie that a header pretends', headers: { 'x-middleware-request-cookie': `${COOKIE}=${token}` } },
    { title: 'a cookie to be set', headers: { 'set-cookie': `${COOKIE}=${token}; Path=/` } },
    ...queries.map((name): Carried => ({ title: `the query ${name}`, headers: {}, query: `${name}=${token}` })),
  ]
}
