import type { Client } from './client.ts'

export interface Answered {
  /** Whether the session whose token was shown had been ended before. */
  readonly ended: boolean
  readonly status: number
  readonly milliseconds: number
  /** When it was sent. */
  readonly at: number
}

/** Eight that ask as fast as they are answered, half of them with a token that has been revoked. Returns what ends it. */
export function startLoad(living: Client, ended: Client): () => Promise<Answered[]> {
  const answers: Answered[] = []
  let stopped = false
  const load = Array.from({ length: 8 }, async (_, i) => {
    const isEnded = i % 2 === 1
    while (!stopped) {
      const at = performance.now()
      const { status } = await (isEnded ? ended : living).copy().get('/api/me')
      answers.push({ ended: isEnded, status, milliseconds: performance.now() - at, at })
    }
  })
  return async () => {
    stopped = true
    await Promise.all(load)
    return answers
  }
}
