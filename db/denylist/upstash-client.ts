import { Redis } from '@upstash/redis'
import { NoScript, type RedisCommands, Unavailable } from './commands.ts'
import { unavailable } from './unavailable.ts'

/** Milliseconds in which Upstash has to answer a request, its body included. */
const DEADLINE = 500

export interface UpstashOptions {
  readonly url: string
  readonly token: string
  /** Milliseconds. */
  readonly deadline?: number
}

/**
 * Redis at Upstash, over REST: a command is one request. Not checked: whether the database has read regions, in which this
 * process sees its own writes (a token of the library's) and others' a moment later. Throws TypeError.
 */
export function openUpstash({ url, token, deadline = DEADLINE }: UpstashOptions): RedisCommands {
  const redis = newClient(url, token, deadline)
  return {
    driver: 'upstash',
    evalsha: (sha, keys, args) => ask(redis.evalsha(sha, [...keys], [...args])),
    load: async (script) => text(await ask(redis.scriptLoad(script))),
    async get(key) {
      const value = await ask(redis.get<unknown>(key))
      return value === null ? null : text(value)
    },
    close: async () => {},
  }
}

function newClient(url: string, token: string, deadline: number): Redis {
  try {
    return new Redis({
      url,
      token,
      // `false` would try twice.
      retry: { retries: 0 },
      // Its base64 decoder makes null, "absent", of an object; its JSON decoder makes a number of "42".
      responseEncoding: false,
      automaticDeserialization: false,
      enableAutoPipelining: false,
      enableTelemetry: false,
      // A function: one deadline for each request, not one for the life of the client.
      signal: () => AbortSignal.timeout(deadline),
    })
  } catch {
    throw new TypeError('The address of Upstash Redis cannot be used')
  }
}

async function ask<Reply>(command: Promise<Reply>): Promise<Reply> {
  try {
    return await command
  } catch (error) {
    // The library appends the whole command to the message.
    const { name, message } = error as Error
    if (name === 'UpstashError' && /^NOSCRIPT\b/.test(message)) throw new NoScript('Redis does not know the script')
    throw unavailable('Upstash did not answer', error)
  }
}

function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new Unavailable('Upstash answered something else')
}
