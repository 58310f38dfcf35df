import { createClient, ErrorReply } from '@redis/client'
import { NoScript, type RedisCommands, Unavailable } from './commands.ts'
import { unavailable } from './unavailable.ts'

/** Milliseconds in which Redis has to answer a command. */
const DEADLINE = 500
/** Milliseconds to connect, TLS and AUTH included. Nobody waits for it but the start: commands fail meanwhile. */
const CONNECT = 2000
/** Milliseconds between two attempts to connect: doubled up to the longest, for ever. */
const FIRST_PAUSE = 50
const LONGEST_PAUSE = 1000

export interface RedisOptions {
  /** Milliseconds. */
  readonly deadline?: number
  /** PEM; left out: the authorities that Node believes. The certificate of rediss:// is always checked. */
  readonly ca?: string
}

type Client = ReturnType<typeof newClient>
interface Subscription {
  readonly channel: string
  message(text: string): void
  lost(): void
}

/**
 * Redis 7 over its own protocol, one connection for commands and messages. A command that is not answered in time takes the
 * connection with it: no late answer can be taken for another's, nothing piles up behind a server that hangs, and a network that
 * swallows packets is noticed. Resolves after the first attempt to connect, whether it succeeded or not. Throws TypeError.
 */
export async function openRedis(url: string, { deadline = DEADLINE, ca }: RedisOptions = {}): Promise<RedisCommands> {
  const subscriptions = new Set<Subscription>()
  let current: Client | null = null
  let pending: Client | null = null
  let pause = FIRST_PAUSE
  let timer: NodeJS.Timeout | undefined
  let closed = false

  async function connect(): Promise<void> {
    const client = newClient(url, ca)
    pending = client
    // The library can end an attempt to connect only once there is a socket.
    client.on('connect', () => pending !== client && client.destroy())
    client.on('error', () => drop(client))
    try {
      await within(CONNECT, client.connect())
      for (const one of subscriptions) await within(deadline, listen(client, one))
    } catch {
      return drop(client)
    }
    if (pending !== client) return
    current = client
    pending = null
    pause = FIRST_PAUSE
    for (const one of subscriptions) one.lost()
  }

  function drop(client: Client): void {
    if (client !== current && client !== pending) return
    current = null
    pending = null
    client.destroy()
    if (closed) return
    // Not all processes at once.
    timer = setTimeout(connect, pause * (0.5 + Math.random() / 2)).unref()
    pause = Math.min(LONGEST_PAUSE, pause * 2)
  }

  async function ask<Reply>(command: (client: Client) => Promise<Reply>): Promise<Reply> {
    const client = current
    if (!client) throw new Unavailable('Redis is not connected')
    try {
      return await within(deadline, command(client))
    } catch (error) {
      if (error instanceof ErrorReply) throw refusal(error)
      drop(client)
      throw unavailable('Redis did not answer', error)
    }
  }

  await connect()
  return {
    driver: 'redis',
    evalsha: (sha, keys, args) =>
      ask((client) => client.sendCommand(['EVALSHA', sha, String(keys.length), ...keys, ...args])),
    load: async (script) => text(await ask((client) => client.sendCommand(['SCRIPT', 'LOAD', script]))),
    async get(key) {
      const value = await ask((client) => client.sendCommand(['GET', key]))
      return value === null ? null : text(value)
    },
    /** Holds over every reconnection; `lost` is called as soon as messages come again. Throws Unavailable when Redis forbids it. */
    async subscribe(channel, on) {
      const one = subscription(channel, on)
      subscriptions.add(one)
      const stop = async () => {
        if (subscriptions.delete(one)) await ask((client) => client.unsubscribe(channel, one.message)).catch(() => {})
      }
      // Not connected now: the next connection listens too.
      const refused = await ask((client) => listen(client, one)).catch(() => null)
      if (!refused) return stop
      subscriptions.delete(one)
      throw refused
    },
    async close() {
      closed = true
      clearTimeout(timer)
      for (const client of [current, pending]) if (client) drop(client)
    },
  }
}

function newClient(url: string, ca: string | undefined) {
  try {
    return createClient({
      url,
      disableOfflineQueue: true,
      disableClientInfo: true,
      maintNotifications: 'disabled',
      // The deadline is ours: the library's own ends where a command is written.
      commandOptions: { timeout: 0 },
      socket: { connectTimeout: CONNECT, reconnectStrategy: false, ...(ca === undefined ? {} : { ca }) },
    })
  } catch {
    // The library's message holds the password.
    throw new TypeError('The address of Redis cannot be used')
  }
}

/** What could not be read is as good as lost; thrown, it would cost the connection. */
function subscription(channel: string, on: { message(text: string): void; lost(): void }): Subscription {
  const message = (text: string) => {
    try {
      on.message(text)
    } catch {
      on.lost()
    }
  }
  return { channel, message, lost: () => on.lost() }
}

/** Returns why not, when Redis forbids the channel to its user: everything else goes on without it. */
async function listen(client: Client, { channel, message }: Subscription): Promise<Error | null> {
  try {
    await client.subscribe(channel, message)
    return null
  } catch (error) {
    if (error instanceof ErrorReply) return refusal(error)
    throw error
  }
}

function refusal({ message }: ErrorReply): Error {
  const code = /^[A-Z]+/.exec(message)?.[0]
  if (code === 'NOSCRIPT') return new NoScript('Redis does not know the script')
  return new Unavailable('Redis refused the command', { cause: { code } })
}

function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new Unavailable('Redis answered something else')
}

/** Rejects after `milliseconds`, but not before what has arrived meanwhile is read: a busy process has no slow Redis. */
function within<Value>(milliseconds: number, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Unavailable('Too late'))
    const timer = setTimeout(() => setImmediate(late), milliseconds)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
