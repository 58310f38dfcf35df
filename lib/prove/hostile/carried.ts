/** What carries the token in a request. */
export interface Carried {
  title: string
  headers: Record<string, string>
  query?: string
}

export const COOKIE = '__Host-access'
export const cookie = (title: string, header: string): Carried => ({
  title: `cookie: ${title}`,
  headers: { cookie: header },
})
export const bearer = (title: string, authorization: string): Carried => ({
  title: `header: ${title}`,
  headers: { authorization },
})

/** The good token in the two carriers there are, in every form that RFC 6265 and RFC 6750 let a client write: accepted. */
export const carried = (token: string): Carried[] => [
  cookie('alone', `${COOKIE}=${token}`),
  cookie('between others', `a=1; ${COOKIE}=${token}; b=2`),
  cookie('without spaces', `a=1;${COOKIE}=${token};b=2`),
  cookie('among empty pairs', `;;${COOKIE}=${token};;`),
  cookie('between spaces', `  ${COOKIE}  =  ${token}  ; b=2`),
  cookie('between tabs', `a=1;\t${COOKIE}\t=\t${token}\t; b=2`),
  cookie('as RFC 2965 wrote it', `$Version=1; ${COOKIE}=${token}; $Path=/`),
  cookie('with one of a longer name', `${COOKIE}ory=x; ${COOKIE}=${token}`),
  cookie('with one of a name in small letters', `__host-access=x; ${COOKIE}=${token}`),
  bearer('Bearer', `Bearer ${token}`),
  bearer('bearer', `bearer ${token}`),
  bearer('BEARER', `BEARER ${token}`),
  bearer('bEaReR', `bEaReR ${token}`),
  bearer('several spaces', `Bearer    ${token}`),
  bearer('spaces after it', `Bearer ${token}    `),
  {
    title: 'both carriers with the same token',
    headers: { cookie: `${COOKIE}=${token}`, authorization: `Bearer ${token}` },
  },
  {
    title: 'a cookie, and a header of another scheme',
    headers: { cookie: `${COOKIE}=${token}`, authorization: 'Basic bWluYTp4' },
  },
]
