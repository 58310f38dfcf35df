import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { createClient, ErrorReply } from '@redis/client'

export interface Gateway {
  readonly url: string
  readonly token: string
  /** Requests so far. */
  readonly requests: number
  stop(): Promise<void>
}

type Result = { result: unknown } | { error: string }

/** Speaks Upstash's REST protocol in front of a real Redis: `POST /` one command, `POST /pipeline` a list of them. */
export async function startGateway(redisUrl: string, token = 'test-token'): Promise<Gateway> {
  let requests = 0
  const redis = createClient({ url: redisUrl, RESP: 2, socket: { reconnectStrategy: 20 } })
  redis.on('error', () => {})
  await redis.connect()

  async function run(command: unknown[]): Promise<Result> {
    try {
      return { result: await redis.sendCommand(command.map(String)) }
    } catch (error) {
      if (error instanceof ErrorReply) return { error: error.message }
      throw error
    }
  }

  async function answer(request: IncomingMessage): Promise<[number, unknown]> {
    if (request.headers.authorization !== `Bearer ${token}`)
      return [401, { error: 'WRONGPASS invalid or missing auth token' }]
    const body = JSON.parse(await read(request))
    const encode = request.headers['upstash-encoding'] === 'base64' ? toBase64 : (one: unknown) => one
    if (request.url === '/pipeline') return [200, (await Promise.all(body.map(run))).map(encode)]
    const result = await run(body)
    return ['error' in result ? 400 : 200, encode(result)]
  }

  const server = createServer((request, response) => {
    requests++
    answer(request).then(
      ([status, body]) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      () => response.writeHead(500).end('{"error":"ERR internal error"}'),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    get requests() {
      return requests
    },
    async stop() {
      redis.destroy()
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** Strings as base64, except the status OK; integers and null as they are. */
function toBase64(result: unknown): unknown {
  const encode = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(encode)
    return typeof value === 'string' && value !== 'OK' ? Buffer.from(value).toString('base64') : value
  }
  const { result: value } = result as { result?: unknown }
  return value === undefined ? result : { result: encode(value) }
}

export async function read(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return text
}
