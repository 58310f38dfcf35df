/** One Set-Cookie line, as a browser reads it (RFC 6265, section 5.2). Null: the attribute is not there. */
export interface SetCookie {
  readonly name: string
  readonly value: string
  readonly httpOnly: boolean
  readonly secure: boolean
  readonly sameSite: string | null
  readonly path: string | null
  readonly domain: string | null
  /** Seconds. */
  readonly maxAge: number | null
}

export function parseSetCookie(line: string): SetCookie {
  const [pair = '', ...rest] = line.split(';')
  const attributes = new Map(rest.map((one) => [split(one)[0].toLowerCase(), split(one)[1]]))
  const [name, value] = split(pair)
  const maxAge = attributes.get('max-age')
  return {
    name,
    value,
    httpOnly: attributes.has('httponly'),
    secure: attributes.has('secure'),
    sameSite: attributes.get('samesite') ?? null,
    path: attributes.get('path') ?? null,
    domain: attributes.get('domain') ?? null,
    maxAge: maxAge === undefined ? null : Number(maxAge),
  }
}

function split(pair: string): [string, string] {
  const at = pair.indexOf('=')
  return at === -1 ? [pair.trim(), ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
}
