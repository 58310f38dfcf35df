/** Requests with one token to every instance, one every `every` ms to each, until stopped. */
export interface Probe {
  /** From now on nothing may be accepted. Call it when the logout's answer has come. */
  ended(): void
  /** After `milliseconds` more: requests sent after the end, and those of them that were let in. */
  stop(milliseconds: number): Promise<{ sent: number; accepted: number; before: number }>
}

export function startProbe(origins: readonly string[], token: string, every = 5): Probe {
  let endedAt = Number.POSITIVE_INFINITY
  let before = 0
  let sent = 0
  let accepted = 0
  let stopped = false
  const headers = { authorization: `Bearer ${token}` }
  const pending = new Set<Promise<void>>()

  function ask(origin: string): void {
    const late = performance.now() >= endedAt
    if (late) sent++
    const asked = fetch(`${origin}/api/me`, { headers })
      .then(async (response) => {
        await response.arrayBuffer()
        if (response.status !== 200) return
        if (late) accepted++
        else before++
      })
      .catch(() => {})
      .finally(() => pending.delete(asked))
    pending.add(asked)
  }
  const timers = origins.map((origin) => setInterval(() => !stopped && pending.size < 200 && ask(origin), every))
  for (const origin of origins) ask(origin)

  return {
    ended() {
      endedAt = performance.now()
      // At once, at every instance.
      for (const origin of origins) ask(origin)
    },
    async stop(milliseconds) {
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      stopped = true
      for (const timer of timers) clearInterval(timer)
      await Promise.all(pending)
      return { sent, accepted, before }
    },
  }
}
