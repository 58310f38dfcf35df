import { findSecrets, remember, rememberCookies } from './secrets.ts'

export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests assert the shapes
  body: any
  text: string
}

export const PASSWORD = 'correct horse battery staple'

/** A browser without a screen: a cookie jar over fetch. `copy()` is what a thief has. */
export class Client {
  readonly origin: string
  readonly cookies: Map<string, string>

  constructor(origin: string, cookies: Iterable<readonly [string, string]> = []) {
    this.origin = origin
    this.cookies = new Map(cookies)
  }

  copy(origin = this.origin): Client {
    return new Client(origin, this.cookies)
  }

  get accessToken(): string {
    return this.cookies.get('__Host-access')!
  }

  get refreshToken(): string {
    return this.cookies.get('__Secure-refresh')!
  }

  get = (path: string, headers: Record<string, string> = {}) => this.send('GET', path, undefined, headers)
  post = (path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
    this.send('POST', path, body, headers)
  delete = (path: string) => this.send('DELETE', path, undefined)

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(this.origin + path, {
      method,
      redirect: 'manual',
      headers: {
        origin: this.origin,
        ...(cookie && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    })
    this.keep(response.headers.getSetCookie())
    const text = await response.text()
    if (findSecrets(text + (response.headers.get('location') ?? '')).length > 0)
      throw new Error(`${path} answered with a secret`)
    return { status: response.status, headers: response.headers, text, body: parse(text) }
  }

  private keep(lines: string[]): void {
    rememberCookies(lines)
    for (const line of lines) {
      const [pair = ''] = line.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      if (/max-age=0/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, pair.slice(name.length + 1))
    }
  }
}

export const form = { 'content-type': 'application/x-www-form-urlencoded' }

let accounts = 0
export const newEmail = () => `mina.${process.pid}.${Date.now()}.${accounts++}@example.org`

/** An account of its own, logged in under `combined`. */
export async function registered(origin: string): Promise<{ client: Client; email: string }> {
  const client = new Client(origin)
  const email = newEmail()
  remember(PASSWORD)
  const { status, text } = await client.post('/api/auth/register', { email, password: PASSWORD })
  if (status !== 201) throw new Error(`register: ${status} ${text}`)
  return { client, email }
}

export async function loggedIn(
  origin: string,
  email: string,
  strategy = 'combined',
  password = PASSWORD,
): Promise<Client> {
  const client = new Client(origin)
  const { status, text } = await client.post('/api/auth/login', { email, password, strategy })
  if (status !== 200) throw new Error(`login: ${status} ${text}`)
  return client
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
