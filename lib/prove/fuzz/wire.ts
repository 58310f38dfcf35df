import { connect } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { ACCESS, BASIC, CLIENT_ID, CLIENT_SECRET, EMAIL, ORIGIN, REFRESH } from './hostile.ts'
import type { Payload } from './payload.ts'
import type { Request } from './request.ts'

export interface Answer {
  /** Null: the connection ended without one. */
  status: number | null
  headers: Map<string, string[]>
  body: Buffer
  /** All that was announced has arrived. */
  whole: boolean
  seconds: number
}

/** What the placeholders of a request stand for. */
export interface Filling {
  origin: string
  cookie: string
  access: string
  refresh: string
  client: { id: string; secret: string }
  email: string
  known: string[]
  /** Of this session: no answer holds one. */
  secrets: string[]
}

/** Seconds: whoever has not answered by then hangs. */
const DEADLINE = 5

/** No placeholder stands in what is only large. */
const LONGEST_FILLED = 65_536

/** The bytes of a request, and whether the client has nothing more to say. No library sends what some of these say. */
export function bytesOf(
  { method, line, headers, payload }: Request,
  filling: Filling,
): { bytes: Buffer; ends: boolean } {
  const fill = (text: string) => (text.length > LONGEST_FILLED ? text : filled(text, filling))
  const { lines, body } = payload ? framed(payload, fill) : { lines: [], body: Buffer.alloc(0) }
  const given = new Set(headers.map(([name]) => name))
  const usual: [string, string][] = [
    ['host', new URL(filling.origin).host],
    ['connection', 'close'],
    ['origin', filling.origin],
  ]
  const all = [
    ...usual.filter(([name]) => !given.has(name)),
    ...(filling.cookie ? [['cookie', filling.cookie]] : []),
    ...headers.map(([name, value]) => [name, fill(value)]),
    ...lines,
  ]
  const head = `${method} ${fill(line)} HTTP/1.1\r\n${all.map((pair) => `${pair.join(': ')}\r\n`).join('')}\r\n`
  return { bytes: Buffer.concat([Buffer.from(head, 'latin1'), body]), ends: payload?.framing === 'short' }
}

/** Placeholders stand as they are in headers and JSON, and encoded in forms. */
function filled(text: string, { origin, access, refresh, email, client, known }: Filling): string {
  const basic = Buffer.from(`${client.id}:${client.secret}`).toString('base64')
  const values = [
    ...([
      [ORIGIN, origin],
      [ACCESS, access],
      [REFRESH, refresh],
      [EMAIL, email],
    ] as const),
    ...([
      [CLIENT_ID, client.id],
      [CLIENT_SECRET, client.secret],
      [BASIC, basic],
    ] as const),
  ]
  return values
    .reduce(
      (all, [name, value]) =>
        all.replaceAll(name, value).replaceAll(encodeURIComponent(name), encodeURIComponent(value)),
      text,
    )
    .replace(/\{known:(\d)\}/g, (_all, n) => known[n % known.length] ?? crypto.randomUUID())
}

function framed({ types, encoding, content, framing }: Payload, fill: (text: string) => string) {
  const bytes = typeof content === 'string' ? Buffer.from(fill(content)) : content
  const length = ['content-length', String(bytes.length + (framing === 'short' ? 10 : 0))]
  const chunked = ['transfer-encoding', 'chunked']
  const size = (n: number) => `${n.toString(16)}\r\n`
  const chunks = [bytes.subarray(0, 3), bytes.subarray(3)].filter((chunk) => chunk.length > 0)
  const inChunks = Buffer.concat([
    ...chunks.flatMap((chunk) => [Buffer.from(size(chunk.length)), chunk, Buffer.from('\r\n')]),
    Buffer.from(framing === 'bad chunk' ? 'xyz\r\n\r\n' : '0\r\n\r\n'),
  ])
  const told = {
    length: [length],
    short: [length],
    both: [length, chunked],
    none: [],
    chunked: [chunked],
    'bad chunk': [chunked],
  }[framing]
  return {
    lines: [
      ...types.map((type) => ['content-type', type]),
      ...(encoding === null ? [] : [['content-encoding', encoding]]),
      ...told,
    ],
    body: framing === 'chunked' || framing === 'bad chunk' || framing === 'both' ? inChunks : bytes,
  }
}

/** One request on a connection of its own. A stream of events counts as answered with its head. */
export function exchange(origin: string, method: string, { bytes, ends }: ReturnType<typeof bytesOf>): Promise<Answer> {
  return new Promise((resolve) => {
    const started = performance.now()
    const { hostname, port } = new URL(origin)
    const socket = connect(Number(port), hostname)
    let received = Buffer.alloc(0)
    const finish = () => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ ...parse(received, method), seconds: (performance.now() - started) / 1000 })
    }
    const timer = setTimeout(finish, DEADLINE * 1000)
    socket.on('error', finish).on('close', finish)
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      if (/^content-type: text\/event-stream/im.test(received.subarray(0, 4_000).toString('latin1'))) finish()
    })
    socket.write(bytes)
    if (ends) socket.end()
  })
}

type Parsed = Omit<Answer, 'seconds'>
const NOTHING: Parsed = { status: null, headers: new Map(), body: Buffer.alloc(0), whole: false }

function parse(received: Buffer, method: string): Parsed {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) return NOTHING
  const [first = '', ...lines] = received.subarray(0, end).toString('latin1').split('\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0)
  const rest = received.subarray(end + 4)
  if (status >= 100 && status < 200 && status !== 101) return parse(rest, method)
  const headers = new Map<string, string[]>()
  for (const line of lines) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase()
    headers.set(name, [...(headers.get(name) ?? []), line.slice(name.length + 1).trim()])
  }
  if (
    method === 'HEAD' ||
    status === 204 ||
    status === 304 ||
    /event-stream/.test(headers.get('content-type')?.[0] ?? '')
  )
    return { status, headers, body: NOTHING.body, whole: true }
  if (/chunked/i.test(headers.get('transfer-encoding')?.[0] ?? '')) {
    const { body, whole } = unchunk(rest)
    return { status, headers, body: whole ? decode(body, headers.get('content-encoding')?.[0]) : body, whole }
  }
  const length = headers.get('content-length')?.[0]
  return { status, headers, body: rest, whole: length === undefined || rest.length >= Number(length) }
}

function decode(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gunzipSync(body)
  return encoding === 'br' ? brotliDecompressSync(body) : body
}

function unchunk(rest: Buffer): { body: Buffer; whole: boolean } {
  const chunks: Buffer[] = []
  for (;;) {
    const line = rest.indexOf('\r\n')
    const size = line < 0 ? Number.NaN : Number.parseInt(rest.subarray(0, line).toString('latin1'), 16)
    const whole = size === 0
    if (whole || Number.isNaN(size) || rest.length < line + 2 + size) return { body: Buffer.concat(chunks), whole }
    chunks.push(rest.subarray(line + 2, line + 2 + size))
    rest = rest.subarray(line + 4 + size)
  }
}
