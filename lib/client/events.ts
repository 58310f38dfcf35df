import type { z } from 'zod'
import type { events } from '@/lib/http/schemas.ts'
import { syncClock } from './clock.ts'
import { onTabs, tellTabs } from './tabs.ts'

type Data = { [Name in keyof typeof events]: z.infer<(typeof events)[Name]> }

/** An event of the stream as the tabs pass it on. */
export type LiveEvent = {
  [Name in keyof Data]: {
    name: Name
    /** Id of the last activity that the stream has told, or begun after. */
    id: number
    data: Data[Name]
    /** Milliseconds, local clock. */
    openedAt: number
    receivedAt: number
  }
}[keyof Data]

const names = ['hello', 'activity', 'sessions', 'ended'] as const satisfies (keyof Data)[]
const listeners = new Set<(event: LiveEvent) => void>()

/** Every event of this browser's one stream, whichever tab reads it. */
export function onEvent(listener: (event: LiveEvent) => void): () => void {
  listeners.add(listener)
  const stop = onTabs((message) => {
    if (message.type === 'event') listener(message.event)
  })
  return () => {
    listeners.delete(listener)
    stop()
  }
}

export const syncByHello = (event: LiveEvent): void => {
  if (event.name === 'hello') syncClock(event.data.now, event.openedAt, event.receivedAt)
}

/**
 * Reads the stream until it says that it ends, is refused, or `signal` is aborted. A lost connection is the browser's to mend.
 * After its last word the server closes it: hanging up first would hide whether it does.
 */
export function readStream(signal: AbortSignal): Promise<Data['ended'] | 'refused' | 'stopped'> {
  return new Promise((resolve) => {
    const openedAt = Date.now()
    const source = new EventSource('/api/events')
    let ended = false
    const hangUp = (end: 'refused' | 'stopped') => {
      source.close()
      resolve(end)
    }
    signal.addEventListener('abort', () => !ended && hangUp('stopped'), { once: true })
    source.onerror = () => {
      if (ended || source.readyState === EventSource.CLOSED) hangUp('refused')
    }
    for (const name of names) {
      source.addEventListener(name, ({ data: text, lastEventId }: MessageEvent<string>) => {
        const data = JSON.parse(text)
        const event = { name, id: Number(lastEventId), data, openedAt, receivedAt: Date.now() } as LiveEvent
        for (const listener of listeners) listener(event)
        tellTabs({ type: 'event', event })
        ended = name === 'ended'
        if (ended) resolve(data)
      })
    }
  })
}
