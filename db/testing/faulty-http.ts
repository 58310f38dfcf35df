import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { read } from './upstash-gateway.ts'

/** `pass`, or what is done instead; `half`: the true answer, of which only the first half arrives. */
export type Fault =
  | 'pass'
  | 'half'
  | 'hang'
  | 'hang-in-body'
  | 'reset'
  | { status: number; type?: string; body: string }

export interface FaultyServer {
  readonly url: string
  /** Requests that arrived, answered or not. */
  readonly requests: number
  set(fault: Fault): void
  /** Nobody listens any more; `accept` listens again on the same port. */
  refuse(): Promise<void>
  accept(): Promise<void>
  stop(): Promise<void>
}

/** In front of a server that speaks HTTP, and as broken as it is told to be. */
export async function startFaulty(target: string): Promise<FaultyServer> {
  let fault: Fault = 'pass'
  let requests = 0

  async function forward(path: string, init: RequestInit, response: ServerResponse): Promise<void> {
    const answered = await fetch(target + path, init)
    const body = await answered.text()
    const type = answered.headers.get('content-type') ?? 'application/json'
    response.writeHead(answered.status, { 'content-type': type })
    response.end(fault === 'half' ? body.slice(0, body.length / 2) : body)
  }

  const server = createServer(async (request, response) => {
    requests++
    const body = await read(request).catch(() => '')
    if (fault === 'hang') return
    if (fault === 'hang-in-body') return void response.writeHead(200).write('{"result":')
    if (fault === 'reset') return void request.socket.destroy()
    if (typeof fault === 'object') {
      response.writeHead(fault.status, { 'content-type': fault.type ?? 'application/json' }).end(fault.body)
      return
    }
    const { authorization = '', 'upstash-encoding': encoding = '' } = request.headers
    const headers = { authorization, 'upstash-encoding': String(encoding) }
    await forward(request.url!, { method: 'POST', headers, body }, response).catch(() => response.destroy())
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as { port: number }).port
  }
  const refuse = async () => {
    if (!server.listening) return
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  const port = await listen(0)
  return {
    url: `http://127.0.0.1:${port}`,
    get requests() {
      return requests
    },
    set: (next) => {
      fault = next
    },
    refuse,
    accept: async () => void (await listen(port)),
    stop: refuse,
  }
}
