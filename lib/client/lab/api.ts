import type { z } from 'zod'
import type { Guess, LogoutScope, labResponses, Settings } from '@/lib/http/lab-schemas.ts'

type Responses = { [Name in keyof typeof labResponses]: z.infer<(typeof labResponses)[Name]> }

/** What the server said. `problem` is its own sentence; status 0: it was not reached. */
export type LabAnswer<Value> =
  | { ok: true; status: number; value: Value; milliseconds: number }
  | { ok: false; status: number; code: string; problem: string; retryAfter: number | null; milliseconds: number }

interface Options {
  /** Presented as a bearer, without any cookie of this browser; else the cookie of the run goes along. */
  bearer?: string
  body?: unknown
}

async function call<Value>(method: 'GET' | 'POST', path: string, options: Options = {}): Promise<LabAnswer<Value>> {
  const { bearer, body = {} } = options
  const started = performance.now()
  const took = () => performance.now() - started
  try {
    const response = await fetch(`/api/lab${path}`, {
      method,
      cache: 'no-store',
      credentials: bearer ? 'omit' : 'same-origin',
      headers: {
        ...(bearer && { authorization: `Bearer ${bearer}` }),
        ...(method === 'POST' && { 'content-type': 'application/json' }),
      },
      body: method === 'POST' ? JSON.stringify(body) : undefined,
    })
    const answer = await response.json()
    const { status } = response
    if (response.ok) return { ok: true, status, value: answer, milliseconds: took() }
    const retryAfter = Number(response.headers.get('retry-after')) || null
    return { ok: false, status, code: answer.code, problem: answer.title, retryAfter, milliseconds: took() }
  } catch {
    const problem = 'The server could not be reached.'
    return { ok: false, status: 0, code: 'unreachable', problem, retryAfter: null, milliseconds: took() }
  }
}

/** The sandbox, as the browser calls it. Every call is a real request that stands in the run's events. */
export const lab = {
  start: (settings: Settings, guess: Guess | null) =>
    call<Responses['started']>('POST', '/runs', { body: { settings, guess } }),
  runs: () => call<Responses['runs']>('GET', '/runs'),
  run: (id: string) => call<Responses['run']>('GET', `/runs/${id}`),
  me: (id: string, bearer?: string) => call<Responses['me']>('GET', `/runs/${id}/me`, { bearer }),
  refresh: (id: string) => call<Responses['refreshed']>('POST', `/runs/${id}/refresh`),
  logout: (id: string, scope: LogoutScope = 'this', bearer?: string) =>
    call<Responses['loggedOut']>('POST', `/runs/${id}/logout`, { bearer, body: { scope } }),
  replay: (id: string) => call<Responses['replayed']>('POST', `/runs/${id}/replay`),
  stop: (id: string) => call<object>('POST', `/runs/${id}/stop`),
  tokens: (id: string) => call<Responses['tokens']>('GET', `/runs/${id}/tokens`),
  save: (id: string) => call<Responses['saved']>('POST', `/runs/${id}/save`),
}
