type Listener = () => void

/** Open streams of one account; more would let one login hold the server's sockets. */
const STREAMS_PER_ACCOUNT = 20

/** Wakes the event streams of an account in this process. Other processes notice when they look, once a second. */
export function createHub() {
  const listeners = new Map<string, Set<Listener>>()
  let closing = false

  return {
    /** False: too many streams of this account are open. */
    hasRoom: (accountId: string): boolean => (listeners.get(accountId)?.size ?? 0) < STREAMS_PER_ACCOUNT,
    isClosing: (): boolean => closing,
    listen(accountId: string, listener: Listener): () => void {
      const own = listeners.get(accountId) ?? new Set()
      listeners.set(accountId, own.add(listener))
      return () => {
        own.delete(listener)
        if (own.size === 0) listeners.delete(accountId)
      }
    },
    wake(accountId: string): void {
      for (const listener of listeners.get(accountId) ?? []) listener()
    },
    /** Every stream says goodbye and ends: a process that is told to stop does not wait for them. */
    close(): void {
      closing = true
      for (const own of listeners.values()) for (const listener of own) listener()
    },
  }
}

export type Hub = ReturnType<typeof createHub>
