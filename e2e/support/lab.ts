import type { z } from 'zod'
import { type Guess, labResponses, type Settings } from '../../lib/http/lab-schemas.ts'
import type { Answer } from './client.ts'
import { LabStream } from './lab-stream.ts'
import { findSecrets, remember } from './secrets.ts'

type Shapes = typeof labResponses
type Body<Name extends keyof Shapes> = z.infer<Shapes[Name]>
export type Scope = 'this' | 'others' | 'everywhere' | 'password'

interface Cookie {
  name: string
  value: string
  path: string
}

const JSON_TYPE = { 'content-type': 'application/json' }
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/**
 * A page of the labs without a screen: a cookie jar that keeps to paths, over fetch. It says what a browser says of a page of
 * ours, so the diary calls it "you"; `asTerminal` says nothing, as curl does.
 */
export class LabClient {
  readonly origin: string
  readonly asTerminal: boolean
  cookies: Cookie[]
  #starting: Promise<unknown> = Promise.resolve()

  constructor(origin: string, cookies: readonly Cookie[] = [], { asTerminal = false } = {}) {
    this.origin = origin
    this.cookies = [...cookies]
    this.asTerminal = asTerminal
  }

  /** The same browser, as it was at this moment. */
  copy = () => new LabClient(this.origin, this.cookies)
  /** Somebody with no cookie at all. */
  terminal = () => new LabClient(this.origin, [], { asTerminal: true })

  /** One at a time: the first makes the guest, and two at once would make two. */
  start(settings: Settings, guess: Guess | null = null): Promise<Body<'started'>> {
    const started = this.#starting.then(() => this.ask('started', 'POST', '/runs', { settings, guess }, 201))
    this.#starting = started.catch(() => {})
    return started
  }
  runs = () => this.ask('runs', 'GET', '/runs')
  run = (id: string) => this.ask('run', 'GET', `/runs/${id}`)
  tokens = (id: string) => this.ask('tokens', 'GET', `/runs/${id}/tokens`)
  result = (id: string) => this.ask('result', 'GET', `/results/${id}`)
  save = async (id: string): Promise<string> => (await this.ask('saved', 'POST', `/runs/${id}/save`, {}, 201)).id
  /** These answer what there is: tests are about the refusals too. */
  me = (id: string, headers: Record<string, string> = {}) => this.send('GET', `/runs/${id}/me`, undefined, headers)
  refresh = (id: string) => this.send('POST', `/runs/${id}/refresh`, {})
  logout = (id: string, scope: Scope = 'this', headers: Record<string, string> = {}) =>
    this.send('POST', `/runs/${id}/logout`, { scope }, headers)
  replay = (id: string) => this.send('POST', `/runs/${id}/replay`, {})
  stop = (id: string) => this.send('POST', `/runs/${id}/stop`, {})
  /** The stream of a run; `after`: the last number seen, sent as Last-Event-ID. */
  events = (id: string, after?: number) =>
    new LabStream(`${this.origin}/api/lab/runs/${id}/events`, this.#cookieHeader(`/api/lab/runs/${id}/events`), after)

  /** Resolves when the attacker of this run has given up. */
  async settled(id: string, seconds = 40): Promise<void> {
    const stream = this.events(id)
    await stream.until(() => stream.events.some(({ kind }) => kind === 'settled'), seconds)
    stream.close()
  }

  cookie(name: string, runId?: string): string | undefined {
    const path = runId && `/api/lab/runs/${runId}`
    return this.cookies.find((one) => one.name === name && (one.path === '/' || !path || one.path === path))?.value
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const target = `/api/lab${path}`
    const cookie = this.#cookieHeader(target)
    const response = await fetch(this.origin + target, {
      method,
      redirect: 'manual',
      headers: {
        origin: this.origin,
        ...(!this.asTerminal && { 'sec-fetch-site': 'same-origin' }),
        ...(cookie && { cookie }),
        ...(body !== undefined && JSON_TYPE),
        ...headers,
      },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const text = await response.text()
    if (findSecrets(text).length > 0) throw new Error(`${target} answered with a secret`)
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : text }
  }

  /** Throws on every refusal, and on a body that is not what the contract says. */
  async ask<Name extends keyof Shapes>(
    shape: Name,
    method: string,
    path: string,
    body?: unknown,
    expected = 200,
  ): Promise<Body<Name>> {
    const answer = await this.send(method, path, body)
    if (answer.status !== expected) throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 300)}`)
    return labResponses[shape].parse(answer.body) as Body<Name>
  }

  #cookieHeader(target: string): string {
    const sent = this.cookies.filter(({ path }) => path === '/' || target === path || target.startsWith(`${path}/`))
    return sent.map(({ name, value }) => `${name}=${value}`).join('; ')
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ')
    const name = pair.slice(0, pair.indexOf('='))
    const value = pair.slice(name.length + 1)
    const path = attributes.find((one) => one.startsWith('Path='))?.slice('Path='.length) ?? '/'
    this.cookies = this.cookies.filter((one) => one.name !== name || one.path !== path)
    if (attributes.includes('Max-Age=0')) return
    this.cookies.push({ name, value, path })
    if (name === '__Host-guest') remember(value)
  }
}

export { claimsOf } from '../../lib/auth/testing.ts'

export const wait = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000))
