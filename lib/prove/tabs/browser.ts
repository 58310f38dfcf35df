import { setMaxListeners } from 'node:events'
import { request } from 'node:http'
import { parseSetCookie } from 'cookie'
import { vi } from 'vitest'
import { createLocks } from '../../client/testing.ts'

interface Reply {
  status: number
  headers: Record<string, string>
  setCookie: string[]
  text: string
}

/**
 * What a browser gives `lib/client`, for one origin: one cookie jar, one localStorage and one set of Web Locks for all of its tabs.
 * Its requests are real ones; `delay` (milliseconds of the test's clock) passes on their way there and back.
 */
export function openBrowser(origin: string, { locks, delay }: { locks: boolean; delay: () => number }) {
  const jar = createJar()
  const storage = new Map<string, string>()
  let inFlight = 0
  const seen = { refreshes: 0, refused: 0, lost: 0, forgotten: 0 }

  async function send(path: string, init: RequestInit): Promise<Response> {
    init.signal?.throwIfAborted()
    await pass(delay())
    const isRefresh = path === '/api/auth/refresh'
    if (isRefresh) seen.refreshes++
    inFlight++
    const reply = await ask(origin + path, init, jar.header(path)).finally(() => {
      inFlight--
    })
    await pass(delay())
    if (!reply) {
      seen.lost++
      throw new TypeError('Failed to fetch')
    }
    if (isRefresh && reply.status === 401) seen.refused++
    jar.keep(reply.setCookie)
    return new Response(reply.text, { status: reply.status, headers: reply.headers })
  }

  const setItem = (name: string, value: string) => {
    // What lib/client/times.ts writes when it is told that the login is over.
    if (value === 'null') seen.forgotten++
    storage.set(name, value)
  }
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => send(path, init))
  const localStorage = { getItem: (name: string) => storage.get(name) ?? null, setItem }
  vi.stubGlobal('localStorage', localStorage)
  vi.stubGlobal('navigator', locks ? { locks: createLocks() } : {})
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  const window = Object.assign(new EventTarget(), { localStorage })
  // Every tab has its own; here they share them.
  setMaxListeners(0, document, window)
  vi.stubGlobal('document', document)
  vi.stubGlobal('window', window)
  return {
    seen,
    /** Nothing is under way in real time: no request, no message from tab to tab. */
    async quiet() {
      do {
        for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate)
      } while (inFlight > 0)
    },
  }
}

/** By the test's clock. */
const pass = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Null: the connection was closed without an answer. */
function ask(url: string, { method = 'GET', body, headers }: RequestInit, cookie: string): Promise<Reply | null> {
  return new Promise((resolve) => {
    const asked = request(url, { method, headers: { ...(headers as object), origin: new URL(url).origin, cookie } })
    asked.on('error', () => resolve(null))
    asked.on('response', async (response) => {
      const text = Buffer.concat(await response.toArray()).toString()
      const { 'set-cookie': setCookie = [], 'content-type': type = '' } = response.headers
      resolve({ status: response.statusCode!, headers: { 'content-type': type }, setCookie, text })
    })
    asked.end(body)
  })
}

/** Names, values, paths and ends: all that decides here which cookie goes along. */
function createJar() {
  const cookies = new Map<string, { value: string; path: string; until: number }>()
  return {
    keep(lines: string[]) {
      for (const line of lines) {
        const { name, value = '', path = '/', maxAge = 0 } = parseSetCookie(line)
        cookies.set(name, { value, path, until: Date.now() + maxAge * 1000 })
      }
    },
    header: (path: string) =>
      [...cookies]
        .filter(([, cookie]) => path.startsWith(cookie.path) && Date.now() < cookie.until)
        .map(([name, { value }]) => `${name}=${value}`)
        .join('; '),
  }
}
