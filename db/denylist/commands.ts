/** What the denylist needs of a Redis. Every call has a deadline of its own; nothing is retried, nothing waits for a reconnection. */
export interface RedisCommands {
  readonly driver: 'redis' | 'upstash'
  /** Throws NoScript when Redis does not know the script, Unavailable for everything else that is not an answer. */
  evalsha(sha: string, keys: readonly string[], args: readonly string[]): Promise<unknown>
  /** SCRIPT LOAD; returns the SHA-1 that Redis says. */
  load(script: string): Promise<string>
  get(key: string): Promise<string | null>
  /** Messages of a channel, from now on, as they were published; `lost` is called when messages may have been missed. Undefined: this client cannot. */
  subscribe?(channel: string, on: { message(text: string): void; lost(): void }): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** Redis answered that it does not know the script: it was restarted, or is another one. */
export class NoScript extends Error {
  override name = 'NoScript'
}

/** No answer that can be believed. The cause's text may quote keys: it is never logged. */
export class Unavailable extends Error {
  override name = 'Unavailable'
}
