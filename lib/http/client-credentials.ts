/** What a client says it is. `secret` is one. */
export interface ClientCredentials {
  id: string
  secret: string
}

/** Where a form may carry them. */
export interface ClientForm {
  client_id?: string | undefined
  client_secret?: string | undefined
}

/**
 * Of a request with a form: HTTP Basic or `client_id` and `client_secret` (RFC 6749, section 2.3.1), never both. Null: none, or none
 * that can be read.
 */
export function readClientCredentials(
  headers: Headers,
  { client_id: id, client_secret: secret }: ClientForm,
): ClientCredentials | 'ambiguous' | null {
  const authorization = headers.get('authorization')
  if (authorization === null) return id && secret ? { id, secret } : null
  const basic = readBasic(authorization)
  const isTwice = Boolean(secret) || (Boolean(id) && id !== basic?.id)
  return isTwice ? 'ambiguous' : basic
}

/** RFC 7617, section 2, around two values that were encoded as in a form. */
function readBasic(authorization: string): ClientCredentials | null {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1]
  const pair = /^([^:]+):(.+)$/.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8'))
  if (!pair) return null
  try {
    const [id, secret] = pair.slice(1).map((text) => decodeURIComponent(text.replaceAll('+', ' ')))
    return { id: id!, secret: secret! }
  } catch {
    return null
  }
}
