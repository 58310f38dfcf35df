import type { z } from 'zod'
import { type LabEvent, labStream, type ServerView } from '../../lib/http/lab-schemas.ts'

interface Seen {
  view: ServerView
  /** When it arrived, in seconds since the epoch. */
  at: number
}

/** Reads a run's text/event-stream as EventSource does, and keeps all of it. */
export class LabStream {
  readonly events: LabEvent[] = []
  readonly views: Seen[] = []
  readonly ids: number[] = []
  hello: z.infer<typeof labStream.hello> | null = null
  status = 0
  ended = false
  closed = false
  readonly #after: number
  readonly #abort = new AbortController()
  readonly #waiting = new Set<() => void>()

  constructor(url: string, cookie: string, after?: number) {
    this.#after = after ?? 0
    const headers = { cookie, ...(after !== undefined && { 'last-event-id': String(after) }) }
    void this.#read(url, headers)
      .catch(() => {})
      .finally(() => {
        this.closed = true
        this.#wake()
      })
  }

  /** The number that a browser would come back with, also when this connection brought nothing. */
  get lastId(): number {
    return this.ids.at(-1) ?? this.#after
  }

  /** As when the connection breaks. */
  close(): void {
    this.#abort.abort()
  }

  /** Resolves once `holds`; throws when the stream is over first, or the time is. */
  async until(holds: () => boolean, seconds = 40): Promise<void> {
    const deadline = Date.now() + seconds * 1000
    while (!holds()) {
      const left = deadline - Date.now()
      if (this.closed || left <= 0)
        throw new Error(`The stream ${this.closed ? `was over (${this.status})` : 'had not got there'} ${this.#tail()}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        this.#waiting.add(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  async #read(url: string, headers: Record<string, string>): Promise<void> {
    const response = await fetch(url, { headers, signal: this.#abort.signal })
    this.status = response.status
    if (!response.ok) return
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body!) {
      text += decoder.decode(chunk, { stream: true })
      if (this.#abort.signal.aborted) return
      const blocks = text.split('\n\n')
      text = blocks.pop()!
      for (const block of blocks) this.#take(block)
      this.#wake()
    }
  }

  #take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
    const data = field('data')
    if (data === undefined) return
    const [name, value] = [field('event'), JSON.parse(data)]
    if (name === 'hello') this.hello = labStream.hello.parse(value)
    if (name === 'server') this.views.push({ view: labStream.server.parse(value), at: Date.now() / 1000 })
    if (name === 'end') this.ended = true
    if (name !== 'event') return
    this.events.push(labStream.event.parse(value))
    this.ids.push(Number(field('id')))
  }

  #tail(): string {
    const { scenario, path } = this.hello?.run.settings ?? {}
    const seen = this.events.filter(
      (event, index) => event.status !== this.events[index - 1]?.status || event.kind !== 'replayed',
    )
    const last = seen
      .slice(-30)
      .map(({ t, actor, kind, token, status, reason }) => [t, actor, kind, token, status, reason])
    return `in ${scenario} ${path}, ${this.events.length} events, the last:\n${last.map((one) => one.join(' ')).join('\n')}`
  }

  #wake(): void {
    for (const wake of this.#waiting) wake()
    this.#waiting.clear()
  }
}
