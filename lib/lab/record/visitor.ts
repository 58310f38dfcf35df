import type { z } from 'zod'
import type { labResponses } from '../../http/lab-schemas.ts'

type Responses = { [Name in keyof typeof labResponses]: z.infer<(typeof labResponses)[Name]> }

/** Seconds. */
export const wait = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000))

/** What a browser says of a request of our own page: without it the diary takes this client for a thief with a terminal. */
const OF_OUR_PAGE = { 'sec-fetch-site': 'same-origin' }

/** A browser without a screen: a cookie jar over `fetch`. One guest, one run, so the paths of cookies do not matter. */
export class Visitor {
  readonly origin: string
  private readonly cookies = new Map<string, string>()

  constructor(origin: string) {
    this.origin = origin
  }

  start = (settings: unknown) => this.ask<Responses['started']>('POST', '/runs', { settings, guess: null })
  run = (id: string) => this.ask<Responses['run']>('GET', `/runs/${id}`)
  me = (id: string) => this.ask<Responses['me']>('GET', `/runs/${id}/me`)
  refresh = (id: string) => this.ask<Responses['refreshed']>('POST', `/runs/${id}/refresh`)
  logout = (id: string, scope = 'this') => this.ask<Responses['loggedOut']>('POST', `/runs/${id}/logout`, { scope })
  tokens = (id: string) => this.ask<Responses['tokens']>('GET', `/runs/${id}/tokens`)
  async result(id: string): Promise<Responses['result']> {
    const saved = await this.ask<Responses['saved']>('POST', `/runs/${id}/save`)
    return this.ask<Responses['result']>('GET', `/results/${saved.id}`)
  }

  /** With a token as bearer, and without any cookie. */
  async present(id: string, bearer: string): Promise<Response> {
    const response = await fetch(`${this.origin}/api/lab/runs/${id}/me`, {
      headers: { ...OF_OUR_PAGE, authorization: `Bearer ${bearer}` },
    })
    await response.text()
    return response
  }

  /** Throws on every refusal: a recording plays what is expected, or it is none. */
  private async ask<Value>(method: 'GET' | 'POST', path: string, body: unknown = {}): Promise<Value> {
    const response = await fetch(`${this.origin}/api/lab${path}`, {
      method,
      headers: {
        ...OF_OUR_PAGE,
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(method === 'POST' && { origin: this.origin, 'content-type': 'application/json' }),
      },
      body: method === 'POST' ? JSON.stringify(body) : undefined,
    })
    for (const line of response.headers.getSetCookie()) this.keep(line)
    const answer = await response.json()
    if (!response.ok) throw new Error(`${method} /api/lab${path}: ${response.status} ${answer.code}`)
    return answer
  }

  private keep(line: string): void {
    const pair = line.split(';', 1)[0]!
    const at = pair.indexOf('=')
    if (/max-age=0/i.test(line)) this.cookies.delete(pair.slice(0, at))
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
}
